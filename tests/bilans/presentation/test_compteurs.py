"""Figures of an adviser's day: each is the number of lines of the list behind it."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bilans.models import CampagneBilan
from bilans.presentation.compteurs import compteurs
from bilans.services.complements import demander_complement
from portal.socle import denombrement
from tests.bilans.bilans import bilan_cct, bilan_clas, ouvrir_bilan
from tests.bilans.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def test_rien_sans_bilan(monde: Monde) -> None:
    assert compteurs(acteur(monde.conseiller)) == []


def test_chacun_mene_a_autant_de_lignes(monde: Monde, client: Client) -> None:
    transmis = jusqu_a(bilan_clas(monde), monde, "transmis")
    en_retard = ouvrir_bilan(transmis.equipement, "bilan_clas", transmis.annee - 1)
    CampagneBilan.objects.filter(pk=en_retard.campagne_id).update(
        ouvre_le=date(2026, 1, 1), echeance_le=date(2026, 1, 31), ferme_le=date(2026, 1, 31)
    )
    rendu = jusqu_a(bilan_cct(monde), monde, "transmis")
    hier = MAINTENANT.replace(day=1)
    demander_complement(
        rendu.pk,
        acteur=acteur(monde.conseiller, hier),
        motif="Précisez les effectifs du projet.",
        pour_le=date(2026, 2, 2),
        tout=True,
    )

    trouves = compteurs(acteur(monde.conseiller))

    assert [c.combien for c in trouves] == [1, 1, 1]
    client.force_login(monde.conseiller)
    for compteur in trouves:
        assert client.get(compteur.adresse).content.decode().count('name="choix" value="') == 1
    accueil = client.get("/a-faire/").content.decode()
    assert "Vos bilans à suivre" in accueil


def test_il_ne_compte_pas_plus_loin_qu_on_ne_lit(
    monde: Monde,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """As many questions for two bilans as for one, and « plus de » where there are more."""
    jusqu_a(bilan_clas(monde), monde, "transmis")
    conseiller = acteur(monde.conseiller)
    assert conseiller.portefeuilles
    assert conseiller.fonctions
    with django_assert_num_queries(4):
        compteurs(conseiller)
    jusqu_a(bilan_cct(monde), monde, "transmis")
    with django_assert_num_queries(4):
        trouves = compteurs(conseiller)
    assert [str(c) for c in trouves] == ["2", "0", "0"]

    monkeypatch.setattr(denombrement, "ASSEZ", 1)
    assert [str(c) for c in compteurs(conseiller)] == ["plus de 1", "0", "0"]
    client.force_login(monde.conseiller)
    assert "plus de 1</p>" in client.get("/a-faire/").content.decode()
