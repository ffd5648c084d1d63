"""What a person finds by name, SIRET or reference, within what they may see, as in the lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from declarations.models import Declaration
from declarations.presentation.ordre import rechercher
from habilitations.models import Equipement
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rang_nom
from habilitations.presentation.ordre import rechercher as rechercher_equipements
from portal.socle.francais import mots

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
    if not mots(texte):
        return Resultats((), 0, (), 0)
    equipements = rechercher_equipements(Equipement.objects.visibles_par(acteur), texte)
    ranges = equipements.select_related("gestionnaire", "caf").order_by(rang_nom(equipements), "pk")
    visibles = Declaration.objects.visibles_par(acteur)
    trouvees = rechercher(visibles, texte).order_by("-annee", "equipement", "nature", "numero")
    return Resultats(
        list(ranges[:AU_PLUS]),
        equipements.count(),
        list(trouvees.select_related("equipement", "gestionnaire", "caf")[:AU_PLUS]),
        trouvees.count(),
    )
