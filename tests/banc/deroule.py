"""The bench from its first page to its last task."""

from argparse import Namespace
from collections.abc import Callable, Iterator

from django.db import connection
from django.utils import timezone

from habilitations.permissions import Acteur
from portal.accueil.peuplement import comptes
from portal.socle import roles
from tests.banc import actes, calculs, chrono, etudes, releve, soiree, taches
from tests.banc.gens import compte, navigateur
from tests.banc.pages import visites
from tests.banc.planchers import TABLE_ECRITURE
from tests.banc.portee import Portee
from tests.banc.resultats import Mesure

CONNUS = (comptes.PARTENAIRE, comptes.VILLE, comptes.CONSEILLER, comptes.NATIONAL)
CONNUS = (*CONNUS, comptes.RESPONSABLE)


def derouler(options: Namespace, dire: Callable[[str], None]) -> list[Mesure]:
    """Every measure, in order; ``mot`` keeps the pages and evenings whose name holds it alone.

    « actes » keeps the acts.
    """
    _table_d_ecriture()
    mesures = []
    for mesure in _toutes(options.port, options.personnes, options.secondes, options.mot):
        dire(f"{mesure.nom} : {mesure.p50_ms} ms {mesure.note}")
        mesures.append(mesure)
    return mesures


def _toutes(port: int, personnes: int, secondes: float, mot: str) -> Iterator[Mesure]:
    maintenant = timezone.now()
    gens = {c: navigateur(compte(c), port) for c in CONNUS}
    portees = {c: Portee(Acteur(compte(c), maintenant)) for c in CONNUS}
    for visite in visites(portees):
        if mot in visite.nom:
            yield chrono.page(visite.nom, gens[visite.qui], visite.adresse, visite.plancher)
    yield from etudes.mesurer(port, mot)
    yield from releve.mesurer(port, mot)
    if mot in ("", "actes"):
        yield from actes.mesurer(port, gens, portees)
    soirees = {"soirée, à leur rythme": True, "soirée, sans répit": False}
    for nom, reflechir in soirees.items():
        if mot in nom:
            yield soiree.jouer(nom, port, personnes, secondes, reflechir=reflechir)
    if mot:
        return
    yield from taches.mesurer(timezone.localdate(), maintenant)
    yield from calculs.a_part()


def _table_d_ecriture() -> None:
    """The table of the bare save; it belongs to the bench, not to the portal."""
    with connection.cursor() as curseur:
        curseur.execute(
            f"CREATE TABLE IF NOT EXISTS {TABLE_ECRITURE} "
            "(id bigint PRIMARY KEY, valeur text NOT NULL)"
        )
        curseur.execute(f"GRANT ALL ON {TABLE_ECRITURE} TO {roles.SERVICE}")
