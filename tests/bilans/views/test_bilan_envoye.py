"""The page of a bilan that its partner no longer fills in: each link leads somewhere."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan, CampagneBilan
from bilans.services.validation import declarer_sans_objet
from tests.bilans.bilans import bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.bilans.views.actes import MOTIF
from tests.monde import JOUR, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def page(client: Client, bilan: Bilan) -> str:
    return unescape(client.get(reverse("bilans:bilan", args=[bilan.pk])).content.decode())


@pytest.mark.parametrize("etat", ["transmis", "en_validation", "valide"])
def test_les_sections_d_un_bilan_transmis_menent_a_ses_reponses(
    monde: Monde, client: Client, etat: str
) -> None:
    """They led to pages that sent back to this one, without a word."""
    bilan = jusqu_a(bilan_clas(monde), monde, etat)
    client.force_login(monde.passerelles.activite)

    lue = page(client, bilan)

    lecture = reverse("bilans:lecture", args=[bilan.pk])
    assert f"/bilans/{bilan.pk}/sections/" not in lue
    ancres = re.findall(f'href="{lecture}#(section-[a-z0-9_]+)"', lue)
    reponses = client.get(lecture).content.decode()
    assert ancres
    assert [a for a in ancres if f'id="{a}"' not in reponses] == []


def test_rien_n_est_a_donner_dans_un_bilan_sans_objet(monde: Monde, client: Client) -> None:
    bilan = bilan_clas(monde)
    client.force_login(monde.passerelles.activite)
    assert "à donner" in page(client, bilan)
    declarer_sans_objet(bilan.pk, acteur=acteur(monde.conseiller), motif=MOTIF)

    lue = page(client, bilan)

    assert "à donner" not in lue
    assert f"/bilans/{bilan.pk}/sections/" not in lue
    assert "Accord avec la déclaration" not in lue


def test_une_section_pas_encore_ouverte_n_est_pas_close(monde: Monde, client: Client) -> None:
    bilan = bilan_clas(monde)
    ouverture = JOUR + timedelta(days=1)
    CampagneBilan.objects.filter(pk=bilan.campagne_id).update(ouvre_le=ouverture)
    client.force_login(monde.passerelles.activite)
    lue = section(client, bilan)
    assert "La saisie n’est pas encore ouverte" in lue
    assert "Elle l’est à partir du 4 février 2026." in lue
    assert "est close" not in lue


def test_transmis_dans_un_autre_onglet_personne_d_autre_ne_le_remplit(
    monde: Monde, client: Client
) -> None:
    bilan = jusqu_a(bilan_clas(monde), monde, "transmis")
    client.force_login(monde.passerelles.activite)
    reponse = client.post(reverse("bilans:section", args=[bilan.pk, "structure"]), {})
    lue = unescape(reponse.content.decode())
    assert reponse.status_code == 409
    assert "Ce bilan n’est plus à remplir" in lue
    assert "Une autre personne remplit ce bilan" not in lue


def section(client: Client, bilan: Bilan) -> str:
    adresse = reverse("bilans:section", args=[bilan.pk, "structure"])
    return unescape(client.get(adresse).content.decode())
