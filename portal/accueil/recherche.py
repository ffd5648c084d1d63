"""What a person finds by name, SIRET or reference, within what they may see, as in the lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from bilans.models import Bilan
from bilans.presentation.recherche import rechercher as rechercher_bilans
from declarations.models import Declaration
from declarations.presentation.ordre import rechercher
from habilitations.models import Equipement
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rang_nom
from habilitations.presentation.ordre import rechercher as rechercher_equipements
from habilitations.presentation.personnes import PersonneTrouvee, chercher_personnes
from portal.socle.francais import mots

LONGUEUR_MIN = 3
AU_PLUS = 25


@dataclass(frozen=True)
class Resultats:
    """What was found, at most AU_PLUS of each; ``…_en_tout`` counts them all."""

    equipements: Sequence[Equipement] = ()
    equipements_en_tout: int = 0
    declarations: Sequence[Declaration] = ()
    declarations_en_tout: int = 0
    bilans: Sequence[Bilan] = ()
    bilans_en_tout: int = 0
    personnes: Sequence[PersonneTrouvee] = ()
    personnes_en_tout: int = 0

    @property
    def est_vide(self) -> bool:
        return not (self.equipements or self.declarations or self.bilans or self.personnes)


def assez_long(texte: str) -> bool:
    """Three letters, or the number of a file, however short."""
    return len(texte) >= LONGUEUR_MIN or texte.isdecimal()


def chercher(texte: str, acteur: Acteur) -> Resultats:
    """Look for équipements, files and people, each within what this person may see.

    Équipements by their name, a lieu’s, their partner’s or its SIRET; declarations and bilans by
    the same, by their reference or its number; people by their name or address. A constant number
    of queries.
    """
    if not mots(texte):
        return Resultats()
    equipements = rechercher_equipements(Equipement.objects.visibles_par(acteur), texte)
    ranges = equipements.select_related("gestionnaire", "caf").order_by(rang_nom(equipements), "pk")
    visibles = Declaration.objects.visibles_par(acteur)
    trouvees = rechercher(visibles, texte).order_by("-annee", "equipement", "nature", "numero")
    bilans = rechercher_bilans(Bilan.objects.visibles_par(acteur), texte)
    lus = bilans.select_related("equipement", "gestionnaire", "version__questionnaire")
    personnes, en_tout = chercher_personnes(texte, acteur, AU_PLUS)
    return Resultats(
        list(ranges[:AU_PLUS]),
        equipements.count(),
        list(trouvees.select_related("equipement", "gestionnaire", "caf")[:AU_PLUS]),
        trouvees.count(),
        list(lus.order_by("-annee", "equipement", "pk")[:AU_PLUS]),
        bilans.count(),
        personnes,
        en_tout,
    )
