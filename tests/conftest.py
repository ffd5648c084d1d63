"""Fixtures shared by the whole suite."""

import gc
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from _pytest.runner import pytest_runtest_protocol as jouer
from django.conf import settings as reglages
from django.db import connection
from django.template import Context
from django.template.base import Template
from django.test import TransactionTestCase
from django.test.client import ClientMixin
from django.test.signals import template_rendered
from django.utils.safestring import SafeString
from hypothesis import settings as hypothese

import portal.settings
from portal.memoire import a_l_aise
from tests import sous_service, souvenirs
from tests.courrier import HOTE, Facteur
from tests.modele import modele_a_jour
from tests.monde import MAINTENANT, Monde, nouveau_monde
from tests.vidage import alleger, vider

# Properties that do not say how many examples they try. A loaded machine is slow, not wrong: no
# deadline. Ten times as many: OPTIONS="--hypothesis-profile longue".
hypothese.register_profile("suite", max_examples=60, deadline=None)
hypothese.register_profile("longue", max_examples=600, deadline=None)
hypothese.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; the others in the order of the folders."""
    items.sort(key=lambda item: item.get_closest_marker("longue") is None)


def pytest_collection_finish() -> None:
    """Modules and tests live as long as the process: not worth looking through for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Tests have the room that pages have in production: they are as many calls deep."""
    return a_l_aise(jouer, item, nextitem)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Each test starts from rows of its own."""
    souvenirs.commencer(item)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: object
) -> None:
    """The database of the tests is a copy of one that has every migration already."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = modele_a_jour()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """A session left behind – a process killed on purpose, a thread not looked through for
    garbage yet, the last one, which the pool was closed upon while it was being told nothing any
    more – does not keep the database of the tests from being dropped.
    """
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.close_pool()
        with connection._nodb_cursor() as curseur:
            curseur.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [connection.settings_dict["NAME"]],
            )


@pytest.fixture(scope="session", autouse=sous_service.DEMANDE)
def mur(django_db_setup: None, django_db_blocker: object) -> None:
    """The role that serves and the wall, for tests that ask as it does; the owner sees all.

    Outside transactions: a table whose rows have just been written cannot be changed.
    """
    with django_db_blocker.unblock():
        sous_service.preparer()


@pytest.fixture
def derriere_le_mur(mur: None) -> Iterator[None]:
    """Every page of this test, and every process that it starts, is of the role that serves."""
    with sous_service.pages_en_service():
        yield


@pytest.fixture(scope="session", autouse=True)
def gabarits(django_test_environment: None) -> Iterator[None]:
    """A response tells the context of its page, as Django’s test client does, and no more.

    For each piece of it – a field, a badge, what it extends – the client would copy it whole
    again: a quarter of what the tests of views cost.
    """

    def rendre(gabarit: Template, contexte: Context) -> SafeString:
        if contexte.template is gabarit:  # a piece is drawn in the context of its page
            template_rendered.send(sender=gabarit, template=gabarit, context=contexte)
        return gabarit.nodelist.render(contexte)

    with pytest.MonkeyPatch.context() as remplacement:
        remplacement.setattr(Template, "_render", rendre)
        yield


@pytest.fixture(scope="session", autouse=True)
def connexions() -> Iterator[None]:
    """Who logs in writes rows that nothing else is made of (``tests/souvenirs.py``)."""
    entrer = ClientMixin.force_login

    def force_login(client: ClientMixin, *args: object, **options: object) -> None:
        souvenirs.a_part(lambda: entrer(client, *args, **options))

    with pytest.MonkeyPatch.context() as remplacement:
        remplacement.setattr(ClientMixin, "force_login", force_login)
        yield


@pytest.fixture(scope="session", autouse=True)
def vidage() -> Iterator[None]:
    """After a test whose transactions were real, rows are deleted; Django would flush."""
    with pytest.MonkeyPatch.context() as remplacement:
        remplacement.setattr(TransactionTestCase, "_fixture_teardown", lambda _: vider())
        yield


@pytest.fixture(scope="module", autouse=True)
def menage(django_db_blocker: object) -> Iterator[None]:
    """What the tests of a module undid does not weigh on those that follow."""
    yield
    with django_db_blocker.unblock():
        alleger()


@pytest.fixture(scope="session", autouse=True)
def temoin_de_la_session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For what is loaded once for many tests; never the one of the data folder."""
    reglages.TEMOIN_JOURNAL = tmp_path_factory.mktemp("temoin") / "sceaux.jsonl"
    return reglages.TEMOIN_JOURNAL


@pytest.fixture(scope="session", autouse=True)
def cachets_de_la_session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the authority of the seals is made by the first who needs it, as a demonstration's."""
    reglages.DOSSIER_CACHETS = tmp_path_factory.mktemp("session") / "cachets"
    reglages.DOSSIER_CLES_CACHETS = reglages.DOSSIER_CACHETS / "cles"
    return reglages.DOSSIER_CACHETS


@pytest.fixture(autouse=True)
def temoin(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A witness of the journal for each test: its database is forgotten, so must what it sealed."""
    settings.TEMOIN_JOURNAL = tmp_path_factory.getbasetemp() / f"temoin-{uuid4()}.jsonl"
    return settings.TEMOIN_JOURNAL


@pytest.fixture
def monde(db: None) -> Monde:
    """Two Cafs, their people and two partners; see ``tests/monde.py``."""
    return nouveau_monde()


@pytest.fixture
def fige() -> Iterator[time_machine.Traveller]:
    """Stop the clock on MAINTENANT, in an open window."""
    with time_machine.travel(MAINTENANT, tick=False) as voyage:
        yield voyage


@pytest.fixture
def facteur(settings: object) -> Iterator[Facteur]:
    """A mail server that works, unless a test says otherwise."""
    facteur = Facteur().ouvrir()
    settings.EMAIL_BACKEND = "portal.socle.smtp.RemiseSmtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOTE, facteur.port
    settings.EMAIL_TIMEOUT = 2
    yield facteur
    facteur.fermer()


@pytest.fixture
def dossier(settings: object, tmp_path: Path) -> Path:
    """Documents on the disk, as in production, in a folder of this test's own."""
    reels = portal.settings.STORAGES["documents"]
    sur_disque = {**reels, "OPTIONS": {**reels["OPTIONS"], "location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": sur_disque}
    return tmp_path
