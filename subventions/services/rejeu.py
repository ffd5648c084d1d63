"""Computations frozen, computed again from what they started from, by the engine they name."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Max, Min

from subventions.models import Calcul
from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme
from subventions.regles.estimation import EN_ATTENTE, INVALIDE
from subventions.regles.moteurs import MOTEURS

# Computations read at once.
LOT = 500
COMPARES = ("statut", "montant", "etapes", "manquants", "mesures", "bareme")


@dataclass(frozen=True)
class Difference:
    """What a computation keeps and what the engine gives again are not the same."""

    calcul: int
    moteur: int
    champ: str
    garde: Any
    rejoue: Any

    def en_json(self) -> dict[str, Any]:
        return asdict(self)


def rejouer(calcul: Calcul) -> Iterator[Difference]:
    """Compute once more one frozen computation; yield each field that comes out otherwise."""
    moteur = MOTEURS.get(calcul.moteur)
    if moteur is None:
        connus = sorted(MOTEURS)
        yield Difference(calcul.pk, calcul.moteur, "moteur", calcul.moteur, connus)
        return
    bareme = _bareme(json.dumps(calcul.bareme, sort_keys=True))
    rejoue = moteur(calcul.dispositif, calcul.donnees, bareme, plan_comptable(), calcul.annee)
    contenu = rejoue.en_json()
    if calcul.statut == EN_ATTENTE and rejoue.statut == INVALIDE:
        # It waited for a figure: the engine refuses the same data, and nothing was computed.
        contenu |= {"statut": EN_ATTENTE, "manquants": calcul.manquants, "bareme": calcul.bareme}
    garde = calcul.contenu()
    for champ in COMPARES:
        if garde[champ] != contenu[champ]:
            yield Difference(calcul.pk, calcul.moteur, champ, garde[champ], contenu[champ])


def rejouer_entre(debut: int, fin: int) -> tuple[int, list[Difference]]:
    """Compute again those whose id is from ``debut`` to ``fin``, both included.

    Return how many there were, and what differs.
    """
    nombre = 0
    differences: list[Difference] = []
    for calcul in Calcul.objects.filter(pk__range=(debut, fin)).order_by("pk").iterator(LOT):
        nombre += 1
        differences += rejouer(calcul)
    return nombre, differences


def tranches(taille: int) -> Iterator[tuple[int, int]]:
    """Ranges of ids that hold every computation, ``taille`` ids each."""
    bornes = Calcul.objects.aggregate(debut=Min("pk"), fin=Max("pk"))
    if bornes["debut"] is None:
        return
    for debut in range(bornes["debut"], bornes["fin"] + 1, taille):
        yield debut, min(debut + taille - 1, bornes["fin"])


@lru_cache(maxsize=1_000)
def _bareme(ecrit: str) -> Bareme:
    """The barème that many computations share is read once."""
    return Bareme.depuis_json(json.loads(ecrit))
