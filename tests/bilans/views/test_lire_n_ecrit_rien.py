"""Loading a page clears nothing and writes nothing: a bilan whose answers are hidden, page by page.

Other tools empty what is hidden as a page loads it. Only what tells that somebody read is written:
notices and messages read, readings out of one's portfolio.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, reverse

from bilans.models import Bilan
from bilans.services.lignes import ajouter_ligne, retirer_ligne
from bilans.urls import urlpatterns
from tests.bilans.pieges import bilan_piege
from tests.bilans.remplir import transmettre
from tests.bilans.services.test_saisie import saisir
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]

LECTURES = {"dossiers_avis", "dossiers_lecturemessages", "socle_lecturesensible", "django_session"}
ECRITURE = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# What the addresses of one bilan name beside it.
ARGUMENTS = {"code": "projet", "chemin": "bonus", "piece": 999_999, "numero": 1}
LIGNES = {"ligne": "lieux.la"}


def pages(bilan: Bilan) -> Iterator[tuple[str, str]]:
    """Every address of one bilan, with its name."""
    for motif in urlpatterns:
        if not isinstance(motif, URLPattern) or not str(motif.pattern).startswith("<int:pk>/"):
            continue
        valeurs = {**ARGUMENTS, "pk": bilan.pk}
        if motif.name in LIGNES:
            valeurs["chemin"] = LIGNES[motif.name]
        arguments = {nom: valeurs[nom] for nom in motif.pattern.converters}
        yield str(motif.name), reverse(f"bilans:{motif.name}", kwargs=arguments)


@contextmanager
def ecritures() -> Iterator[set[str]]:
    """The tables written meanwhile."""
    ecrites: set[str] = set()

    def noter(executer: Any, sql: str, params: Any, many: bool, contexte: Any) -> Any:
        if trouvee := ECRITURE.match(sql.lstrip()):
            ecrites.add(trouvee[1])
        return executer(sql, params, many, contexte)

    with connection.execute_wrapper(noter):
        yield ecrites


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    """One with answers that are hidden, on rows that are hidden, and on a row withdrawn."""
    bilan, alice = bilan_piege(monde), monde.passerelles.activite
    saisir(bilan, alice, bonus="oui")
    for cle, nom in (("la", "École"), ("lb", "Gymnase")):
        ajouter_ligne(bilan.pk, "lieux", cle, acteur=acteur(alice), nom="Lieu", libelle=nom)
    saisir(
        bilan,
        alice,
        motif_bonus="Pour les parents",
        lieux__la__adresse="Ici",
        lieux__lb__adresse="Là",
    )
    retirer_ligne(bilan.pk, "lieux", "lb", acteur=acteur(alice))
    saisir(bilan, alice, bonus="non")
    return bilan


def test_aucune_page_n_ecrit(client: Client, monde: Monde, bilan: Bilan) -> None:
    gens = monde.passerelles
    vues = _lire_tout(client, bilan, gens.activite)
    assert {"section", "bilan", "historique", "historique_reponse", "ligne", "panneau"} <= vues
    avant = Bilan.objects.get(pk=bilan.pk).feuille
    assert {"motif_bonus", "lieux.la.adresse", "lieux.lb.adresse"} <= avant.donnees.keys()

    transmettre(bilan, monde, avant.donnees)
    assert "lecture" in _lire_tout(client, bilan, gens.approbateur)
    assert {"modification", "complement", "lecture"} <= _lire_tout(client, bilan, monde.conseiller)


def _lire_tout(client: Client, bilan: Bilan, qui: Any) -> set[str]:
    """Ask for every page; return the names of those that were shown."""
    client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
    montrees: set[str] = set()
    for nom, adresse in pages(bilan):
        with ecritures() as ecrites:
            reponse = client.get(adresse)
        assert reponse.status_code < 500, adresse
        assert ecrites <= LECTURES, (adresse, ecrites)
        if reponse.status_code == 200:
            montrees.add(nom)
    return montrees
