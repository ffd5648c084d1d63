"""No page reads a whole table, nor asks too many queries: a hundredth of the country tells.

The pages are those of the access table (``tests/test_acces.py``), asked for by those whom the
national set knows. Those that fail today are listed with their cause: one that passes must leave
the list.
"""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement.chargement import peupler
from tests.mesure.argent import payer
from tests.mesure.monde import JOUR, PERSONNES, PLAN, acteur, nommes, ouvrir_des_bilans
from tests.mesure.plans import Plans, releve, tailles
from tests.test_acces import TABLE

pytestmark = pytest.mark.django_db

REQUETES_MAX = 41
# (page, who) → the tables it reads whole, and why. To be emptied.
LUES_ENTIERES: dict[tuple[str, str], tuple[frozenset[str], str]] = {
    **{
        ("courriels:boite", connu.email.partition("@")[0]): (
            frozenset({"socle_courriel"}),
            "la boîte de la démonstration, fermée en production, compte tout ce qu’elle contient",
        )
        for connu in PERSONNES
    },
}
# (page, who) → how many queries it may make, and why. To be emptied.
REQUETES: dict[tuple[str, str], tuple[int, str]] = {}


@pytest.fixture(scope="module", autouse=True)
def _pays(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once; what each test does to it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        peupler(PLAN, dire=lambda _: None)
        connection.check_constraints()
        ouvrir_des_bilans()
        payer(instant(JOUR, 9))
        yield
        transaction.set_rollback(True)


def _pages() -> list[tuple[str, str]]:
    """Name and address of every page of the table that is read."""
    noms = nommes()
    return [
        (
            " ".join([nom, *map(str, arguments)]),
            reverse(nom, args=[noms.get(a, a) if isinstance(a, str) else a for a in arguments]),
        )
        for nom, arguments, methode in TABLE
        if methode == "get"
    ]


@pytest.mark.longue
def test_aucune_page_ne_lit_une_table_entiere_ni_ne_pose_trop_de_requetes() -> None:
    toutes, lues, requetes = tailles(), {}, {}
    plans = Plans(toutes)
    assert {
        "declarations_declaration",
        "declarations_volet",
        "dossiers_dossier",
        "socle_lignejournal",
    } <= set(toutes)
    with time_machine.travel(instant(JOUR, 18), tick=False):
        pages = _pages()
        for connu in PERSONNES:
            client = Client()
            backend = "allauth.account.auth_backends.AuthenticationBackend"
            client.force_login(acteur(connu).utilisateur, backend)
            qui = connu.email.partition("@")[0]
            for nom, adresse in pages:
                with releve() as vu:
                    reponse = client.get(adresse)
                assert reponse.status_code < 500, (adresse, qui)
                if fautives := plans.lues_entieres(vu):
                    lues[nom, qui] = fautives
                if vu.requetes > REQUETES_MAX:
                    requetes[nom, qui] = vu.requetes
    _comparer_les_lectures(lues)
    _comparer_les_requetes(requetes)


def _comparer_les_lectures(lues: dict[tuple[str, str], dict[str, str]]) -> None:
    attendues = {cle: tables for cle, (tables, _) in LUES_ENTIERES.items()}
    trouvees = {cle: frozenset(fautives) for cle, fautives in lues.items()}
    nouvelles = {
        cle: {t: sql for t, sql in lues[cle].items() if t not in attendues.get(cle, ())}
        for cle, tables in trouvees.items()
        if tables - attendues.get(cle, frozenset())
    }
    reparees = {
        cle: sorted(tables - trouvees.get(cle, frozenset()))
        for cle, tables in attendues.items()
        if tables - trouvees.get(cle, frozenset())
    }
    texte = "\n".join(f"{cle} : {fautives}" for cle, fautives in nouvelles.items())
    assert not nouvelles, f"des pages lisent une table entière :\n{texte}"
    assert not reparees, f"réparées, à ôter de LUES_ENTIERES : {reparees}"


def _comparer_les_requetes(trouvees: dict[tuple[str, str], int]) -> None:
    attendues = {cle: combien for cle, (combien, _) in REQUETES.items()}
    assert {c: n for c, n in trouvees.items() if n > attendues.get(c, REQUETES_MAX)} == {}
    assert {c for c in attendues if c not in trouvees} == set(), "réparées, à ôter de REQUETES"
