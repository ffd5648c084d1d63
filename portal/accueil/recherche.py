"""What a person finds by name, SIRET or reference, within what they may see.

Accents, capitals and hyphens do not matter. Names are compared in Python, as in the lists: the
database sorts and compares by bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from declarations.models import Declaration
from declarations.presentation.ordre import rechercher
from habilitations.models import Equipement
from habilitations.permissions import Acteur
from portal.socle.francais import cle_de_tri, mots

LONGUEUR_MIN = 3
AU_PLUS = 25


@dataclass(frozen=True)
class Resultats:
    """Files and équipements found, at most AU_PLUS of each; ``…_en_tout`` counts them all."""

    equipements: Sequence[Equipement]
    equipements_en_tout: int
    declarations: Sequence[Declaration]
    declarations_en_tout: int

    @property
    def est_vide(self) -> bool:
        return not (self.equipements or self.declarations)


def chercher(texte: str, acteur: Acteur) -> Resultats:
    """Look for équipements (by their name, their partner's or its SIRET) and declarations.

    The latter by the same words, or by their reference. A constant number of queries.
    """
    equipements = _equipements(texte, acteur)
    visibles = Declaration.objects.visibles_par(acteur.utilisateur, acteur.jour)
    trouvees = rechercher(visibles, texte).order_by("-annee", "equipement", "nature", "numero")
    return Resultats(
        equipements[:AU_PLUS],
        len(equipements),
        list(trouvees.select_related("equipement", "gestionnaire", "caf")[:AU_PLUS]),
        trouvees.count(),
    )


def _equipements(texte: str, acteur: Acteur) -> list[Equipement]:
    """Équipements found, in French order."""
    cherches, chiffres = mots(texte).split(), "".join(texte.split())
    visibles = Equipement.objects.visibles_par(acteur.utilisateur, acteur.jour)
    trouves = [
        equipement
        for equipement in visibles.select_related("gestionnaire", "caf").order_by("pk")
        if _correspond(equipement, cherches, chiffres)
    ]
    return sorted(trouves, key=lambda e: (cle_de_tri(e.nom), e.pk))


def _correspond(equipement: Equipement, cherches: Sequence[str], chiffres: str) -> bool:
    gestionnaire = equipement.gestionnaire
    if chiffres.isdecimal() and gestionnaire.siret.startswith(chiffres):
        return True
    noms = mots(f"{equipement.nom} {gestionnaire.nom}")
    return bool(cherches) and all(mot in noms for mot in cherches)
