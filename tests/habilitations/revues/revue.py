"""A review of the first Caf, with campaigns open or not, and whoever answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from habilitations.models import LigneRevue, Revue, RevuePartenaire, Role, Utilisateur
from habilitations.revues import voisinage
from habilitations.revues.services.nuit import passer
from habilitations.revues.services.ouverture import ouvrir_revue
from habilitations.services.reglages import regler
from tests.monde import JOUR, MAINTENANT, PARIS, Monde, acteur, habiliter, personne


def le(jour: date) -> datetime:
    return datetime.combine(jour, time(6, 20), PARIS)


@contextmanager
def campagnes(*equipements: int) -> Iterator[None]:
    """These équipements alone have a campaign open; reminders at J-7 and J+1."""
    avant = asdict(voisinage._voisins)

    def etape(caf_id: int, echeance: date, jour: date) -> int | None:
        ecart = (jour - echeance).days
        return max((e for e in (-7, 1) if e <= ecart), default=None)

    voisinage.inscrire(
        en_campagne=lambda caf_id, jour: frozenset(equipements),
        etape_due=etape,
        prochaine_etape=lambda caf_id, echeance, jour: None,
    )
    try:
        yield
    finally:
        voisinage.inscrire(**avant)


def ouverte(monde: Monde) -> Revue:
    """Opened on JOUR; any share is allowed, for so small a Caf."""
    regler(monde.caf.pk, acteur=acteur(monde.responsable), part_max=100)
    revue = ouvrir_revue(monde.caf.pk, JOUR, MAINTENANT)
    assert revue is not None
    return revue


def gerante(monde: Monde) -> Utilisateur:
    qui = personne("gerante", "Gaëlle", "Gérante")
    habiliter(qui, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    return qui


def partenaire(monde: Monde) -> RevuePartenaire:
    return RevuePartenaire.objects.get(gestionnaire=monde.passerelles.gestionnaire)


def ligne(monde: Monde, qui: Utilisateur) -> LigneRevue:
    return LigneRevue.objects.get(partenaire=partenaire(monde), utilisateur=qui)


def nuit(monde: Monde, jour: date) -> list[tuple[str, str, int, int]]:
    """What the night of that day did: kind, state, how many, how many spared."""
    vagues = passer(monde.caf.pk, jour, le(jour))
    return [(v.genre, v.etat, v.nombre, v.epargnes) for v in vagues]


def jours(nombre: int) -> timedelta:
    return timedelta(days=nombre)
