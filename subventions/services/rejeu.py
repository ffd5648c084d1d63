"""Computations frozen, computed again from what they started from, by the engine they name."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, Min, TextField
from django.db.models.functions import Cast
from msgspec.json import decode

from subventions.models import Calcul
from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme
from subventions.regles.estimation import EN_ATTENTE, INVALIDE
from subventions.regles.moteurs import MOTEURS
from subventions.regles.nombres import ecrire
from subventions.services.rejeu_texte import ecrire_etapes

# Computations read at once.
LOT = 500
EN_TEXTE = ("montant", "donnees", "bareme", "etapes", "manquants", "mesures")
COMPARES = ("statut", "montant", "etapes", "manquants", "mesures", "bareme")

# Parameters that no engine reads: data are refused, parameters are what was published.
BAREME_ILLISIBLE = (TypeError, KeyError, AttributeError, ValueError, ArithmeticError)


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
    try:
        bareme = _bareme(json.dumps(calcul.bareme, sort_keys=True))
        rejoue = moteur(calcul.dispositif, calcul.donnees, bareme, plan_comptable(), calcul.annee)
    except BAREME_ILLISIBLE:
        yield Difference(calcul.pk, calcul.moteur, "bareme", calcul.bareme, None)
        return
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

    Return how many there were, and what differs. What is kept is read as text, and only the
    computations that do not come out the same at first sight are compared field by field.
    """
    nombre = 0
    a_comparer: list[int] = []
    # In a transaction, rows are read as they come; outside, PostgreSQL writes them all down first.
    with transaction.atomic():
        for ecrit in _ecrits(debut, fin):
            nombre += 1
            if not revient_au_meme(ecrit):
                a_comparer.append(ecrit.pk)
    differences: list[Difference] = []
    for calcul in Calcul.objects.filter(pk__in=a_comparer).order_by("pk").iterator(LOT):
        differences += rejouer(calcul)
    return nombre, differences


class Ecrit(NamedTuple):
    """A frozen computation as its row says it; amount and ``jsonb`` are their texts."""

    pk: int
    moteur: int
    dispositif: str
    annee: int
    statut: str
    montant: str | None
    donnees: str
    bareme: str
    etapes: str
    manquants: str
    mesures: str


def revient_au_meme(ecrit: Ecrit) -> bool:
    """Compute one once more: True when all that it keeps comes out the same.

    False is no verdict – an unknown engine, a wait for a figure, a text written otherwise –:
    ``rejouer`` tells what differs, if anything does.
    """
    moteur = MOTEURS.get(ecrit.moteur)
    if moteur is None:
        return False
    donnees = decode(ecrit.donnees)
    try:
        bareme = _bareme(ecrit.bareme)
        rejoue = moteur(ecrit.dispositif, donnees, bareme, plan_comptable(), ecrit.annee)
    except BAREME_ILLISIBLE:
        return False
    return (
        ecrit.statut == rejoue.statut
        and ecrit.montant == (None if rejoue.montant is None else ecrire(rejoue.montant))
        and ecrit.etapes == ecrire_etapes(rejoue.etapes)
        and rejoue.bareme is bareme.pour(ecrit.dispositif)
        and _est_celui_qu_on_lit(ecrit.bareme, ecrit.dispositif)
        and decode(ecrit.manquants) == list(rejoue.manquants)
        and decode(ecrit.mesures) == {c: ecrire(v) for c, v in rejoue.mesures.items()}
    )


def _ecrits(debut: int, fin: int) -> Iterator[Ecrit]:
    textes = {f"{champ}_ecrit": Cast(champ, TextField()) for champ in EN_TEXTE}
    colonnes = [f"{champ}_ecrit" if champ in EN_TEXTE else champ for champ in Ecrit._fields]
    choisis = Calcul.objects.filter(pk__range=(debut, fin)).order_by("pk").annotate(**textes)
    yield from map(Ecrit._make, choisis.values_list(*colonnes).iterator(LOT))


def tranches(taille: int) -> Iterator[tuple[int, int]]:
    """Ranges of ids that hold every computation, ``taille`` ids each."""
    bornes = Calcul.objects.aggregate(debut=Min("pk"), fin=Max("pk"))
    if bornes["debut"] is None:
        return
    for debut in range(bornes["debut"], bornes["fin"] + 1, taille):
        yield debut, min(debut + taille - 1, bornes["fin"])


@lru_cache(maxsize=1_000)
def _est_celui_qu_on_lit(ecrit: str, dispositif: str) -> bool:
    """Tell whether the barème kept is what the formula reads of it, written out: looked at once."""
    return bool(json.loads(ecrit) == _bareme(ecrit).pour(dispositif).en_json())


@lru_cache(maxsize=1_000)
def _bareme(ecrit: str) -> Bareme:
    """The barème that many computations share is read once."""
    return Bareme.depuis_json(json.loads(ecrit))
