"""Figures of an adviser's day: each is the number of lines of the list behind it."""

from datetime import date

import pytest
from django.test import Client

from bilans.models import CampagneBilan
from bilans.presentation.compteurs import compteurs
from bilans.services.complements import demander_complement
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
