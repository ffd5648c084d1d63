"""The declarations « sans objet » of some exercices, told to those who wait for their right."""

from collections.abc import Collection, Mapping

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.services.droits import NATURES

# An équipement, and the first year of an exercice.
Cle = tuple[int, int]


def natures_sans_objet(cles: Collection[Cle]) -> Mapping[Cle, frozenset[str]]:
    """The natures of which every declaration is « sans objet », by exercice; one query.

    One of several actualisées that still stands is enough for a right to come.
    """
    lues = Declaration.objects.filter(
        equipement__in={pk for pk, _ in cles}, annee__in={annee for _, annee in cles}
    )
    closes: dict[Cle, set[str]] = {}
    ouvertes: dict[Cle, set[str]] = {}
    champs = ("equipement", "annee", "nature", "etat")
    for pk, annee, nature, etat in lues.order_by().values_list(*champs):
        ou = closes if etat == Etat.SANS_OBJET else ouvertes
        ou.setdefault((pk, annee), set()).add(NATURES[nature])
    return {cle: frozenset(siennes - ouvertes.get(cle, set())) for cle, siennes in closes.items()}
