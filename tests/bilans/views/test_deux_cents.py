"""Two hundred bilans validated: two lots, each with a report by line, at a known cost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bilans.models import Bilan
from bilans.services.validation import declarer_sans_objet
from portal.dossiers.services.lots import LOT_MAX
from portal.socle.models import LigneJournal
from tests.bilans.etudes import bilan_envoye, equipement, publier
from tests.monde import Monde, acteur

COMBIEN = 200
LOT = reverse("bilans:lot")
A_VALIDER = "etat=transmis"
# Validating one takes as many queries whatever the lot; a page of it takes a fixed number more.
PAR_BILAN_MAX = 28
PAR_PAGE_MAX = 40
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


@pytest.fixture
def deux_cents(monde: Monde) -> list[Bilan]:
    version = publier()
    return [
        bilan_envoye(equipement(monde, nom=f"Projet {rang:03d}"), version, {"bonus": "non"})
        for rang in range(COMBIEN)
    ]


def demander(client: Client, **donnees: Any) -> tuple[str, int]:
    """The page that answers, and how many queries it took, the redirection included."""
    with CaptureQueriesContext(connection) as requetes:
        reponse = client.post(LOT, {"action": "valider", **donnees}, follow=True)
    assert reponse.status_code == 200
    return reponse.content.decode().replace("\u00a0", " ").replace("&nbsp;", " "), len(requetes)


def choisis(page: str) -> list[str]:
    return [morceau.split('"')[0] for morceau in page.split('name="choix" value="')[1:]]


def test_deux_cents_bilans_se_valident_en_deux_lots(
    monde: Monde, deux_cents: list[Bilan], client: Client
) -> None:
    client.force_login(monde.conseiller)

    regard, requetes = demander(client, toutes="1", question=A_VALIDER)
    premiers = choisis(regard)
    assert f"Sur {COMBIEN} bilans, seuls les {LOT_MAX} premiers seront traités" in regard
    assert len(set(premiers)) == LOT_MAX
    assert requetes < PAR_PAGE_MAX

    # What happens to one of them between the second look and the click is said of that one.
    ecarte = Bilan.objects.get(pk=int(premiers[7]))
    declarer_sans_objet(ecarte.pk, acteur=acteur(monde.conseiller), motif="Projet arrêté en mars.")
    rapport, requetes = demander(client, choix=premiers, confirmer="1")
    assert f"{LOT_MAX - 1} sur {LOT_MAX} bilans" in rapport
    assert rapport.count(">Fait<") == LOT_MAX - 1
    ligne = rapport.split(reverse("bilans:lecture", args=[ecarte.pk]))[1].split("</tr>")[0]
    assert "Non fait" in ligne
    assert requetes < LOT_MAX * PAR_BILAN_MAX + PAR_PAGE_MAX

    regard, _ = demander(client, toutes="1", question=A_VALIDER)
    seconds = choisis(regard)
    assert len(seconds) == COMBIEN - LOT_MAX
    assert not set(seconds) & set(premiers)
    rapport, requetes = demander(client, choix=seconds, confirmer="1")
    assert f"{LOT_MAX} sur {LOT_MAX} bilans" in rapport
    assert requetes < LOT_MAX * PAR_BILAN_MAX + PAR_PAGE_MAX

    etats = set(Bilan.objects.exclude(pk=ecarte.pk).values_list("etat", "valide_par"))
    assert etats == {("valide", monde.conseiller.pk)}
    assert LigneJournal.objects.filter(action="bilan.valide").count() == COMBIEN - 1
