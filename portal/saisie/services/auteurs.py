"""Who wrote each value of a sheet, and when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from portal.saisie.models import Feuille

INCONNU = "Auteur non connu"


@dataclass(frozen=True)
class Auteur:
    """Who wrote a value, and when."""

    pk: int
    nom: str
    le: datetime


def auteurs_de(feuille: Feuille, chemins: Iterable[str]) -> dict[str, Auteur]:
    """Return who last wrote each of these fields; those never written are left out. One query."""
    ecrits = {c: feuille.auteurs[c] for c in chemins if c in feuille.auteurs}
    noms = noms_de({ecrit[1] for ecrit in ecrits.values()})
    return {chemin: lire_auteur(ecrit, noms) for chemin, ecrit in ecrits.items()}


def noms_de(pks: Collection[int]) -> dict[int, str]:
    """Names of people by id; one query, none for nobody."""
    return {u.pk: str(u) for u in get_user_model().objects.filter(pk__in=pks)} if pks else {}


def lire_auteur(ecrit: list[Any], noms: dict[int, str]) -> Auteur:
    """Read an entry of ``Feuille.auteurs``: [revision, user id, ISO time]."""
    _, pk, le = ecrit
    return Auteur(pk, noms.get(pk, INCONNU), datetime.fromisoformat(le))
