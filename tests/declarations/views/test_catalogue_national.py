"""The catalogue of the checks for the nation: totals arrested at night, and since when."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from declarations.services.releves import arreter, arreter_tout
from tests.declarations.controles_releves import ecart_justifie, valider
from tests.declarations.listes import page, requetes
from tests.monde import PARIS, Monde

CATALOGUE = reverse("declarations:catalogue_controles")
NUIT = datetime(2026, 2, 3, 3, 10, tzinfo=PARIS)
pytestmark = pytest.mark.usefixtures("fige")


def c06(contenu: str) -> str:
    return contenu.split('<tr id="C06">')[1].split("</tr>")[0]


def test_la_page_dit_quand_les_totaux_furent_arretes(monde: Monde, client: Client) -> None:
    declaration = ecart_justifie(monde)
    arreter_tout(NUIT)
    valider(declaration, monde)
    contenu = page(client, monde.national, CATALOGUE)
    assert "Totaux arrêtés le 3 février 2026 à 3 h 10." in contenu
    assert "sera compté la nuit prochaine" in contenu
    assert "à l’instant" not in contenu
    assert "2 justifiés : 0 accepté, 2 en attente de décision" in c06(contenu)


def test_le_filtre_par_dispositif(monde: Monde, client: Client) -> None:
    ecart_justifie(monde)
    arreter_tout(NUIT)
    assert "2 fois" in c06(page(client, monde.national, CATALOGUE, dispositif="er"))
    contenu = page(client, monde.national, CATALOGUE, dispositif="cct")
    assert "Jamais relevé" in c06(contenu)
    assert "Totaux arrêtés le 3 février 2026 à 3 h 10." in contenu


def test_jamais_arretes_ils_sont_comptes_a_l_instant(monde: Monde, client: Client) -> None:
    ecart_justifie(monde)
    contenu = page(client, monde.national, CATALOGUE)
    assert "2 fois" in c06(contenu)
    assert "Totaux arrêtés" not in contenu


def test_une_caf_qui_manque_ou_qui_tarde_se_dit(monde: Monde, client: Client) -> None:
    ecart_justifie(monde)
    arreter(monde.autre_caf.pk, NUIT)
    contenu = page(client, monde.national, CATALOGUE)
    assert "Ceux d’une Caf, jamais arrêtés, sont comptés à l’instant." in contenu
    assert "2 fois" in c06(contenu)

    arreter(monde.caf.pk, NUIT - timedelta(days=2))
    contenu = page(client, monde.national, CATALOGUE)
    assert (
        "Totaux arrêtés, selon les Caf, entre le 1er février 2026 à 3 h 10 "
        "et le 3 février 2026 à 3 h 10." in contenu
    )


@pytest.mark.parametrize("qui", ["conseiller", "ccd", "responsable"])
def test_les_autres_n_en_savent_rien(monde: Monde, client: Client, qui: str) -> None:
    ecart_justifie(monde)
    arreter_tout(NUIT)
    assert "Totaux arrêtés" not in page(client, getattr(monde, qui), CATALOGUE)
    assert "Totaux arrêtés" not in page(client, monde.passerelles.approbateur, CATALOGUE)


@pytest.mark.usefixtures("derriere_le_mur")
def test_aucune_declaration_n_est_lue_et_les_requetes_ne_croissent_pas(
    monde: Monde, client: Client
) -> None:
    arreter_tout(NUIT)
    vide = requetes(client, monde.national, CATALOGUE)
    ecart_justifie(monde)
    arreter_tout(NUIT)
    assert requetes(client, monde.national, CATALOGUE) == vide
    with CaptureQueriesContext(connection) as posees:
        assert "2 fois" in c06(page(client, monde.national, CATALOGUE))
    # Of all that the page asks but the count of one's own notices, which name their files.
    lues = " ".join(r["sql"] for r in posees if "dossiers_avis" not in r["sql"])
    for table in ("passagecontroles", "_version", "declarations_declaration", "dossiers_dossier"):
        assert table not in lues
