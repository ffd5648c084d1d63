"""The page of the barèmes: who reads which lines, how values are written."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import Caf
from subventions.models import LigneBareme
from subventions.services import charger_baremes
from tests.declarations.listes import page, requetes
from tests.monde import Monde, personne

BAREMES = reverse("subventions:baremes")
pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def bareme(monde: Monde) -> None:
    """The national lines, and an hourly ceiling of its own for each Caf."""
    charger_baremes()
    for caf, valeur in ((monde.caf, "111.10"), (monde.autre_caf, "222.20")):
        ligne(caf, "plafond_horaire", valeur, "H")


def ligne(
    caf: Caf | None, parametre: str, valeur: str, marque: str = "P", **champs: object
) -> LigneBareme:
    return LigneBareme.objects.create(
        **(
            {
                "caf": caf,
                "dispositif": "er",
                "parametre": parametre,
                "valeur": Decimal(valeur),
                "debut": 2025,
                "source": "Décision de la Caf",
                "marque": marque,
            }
            | champs
        )
    )


def tableau(contenu: str, dispositif: str) -> str:
    return contenu.split(f"<caption>{dispositif} –")[1].split("</table>")[0]


@pytest.mark.usefixtures("bareme")
@pytest.mark.parametrize("qui", ["conseiller", "ccd", "responsable"])
def test_un_agent_lit_le_national_et_sa_caf(monde: Monde, client: Client, qui: str) -> None:
    er = tableau(page(client, getattr(monde, qui), BAREMES), "Espace de rencontre")
    assert "60 %" in er
    assert "111,10 €" in er
    assert "222,20 €" not in er
    assert "Barème non publié" not in er


@pytest.mark.usefixtures("bareme")
def test_la_cnaf_lit_tout_et_voit_ce_qui_manque(monde: Monde, client: Client) -> None:
    er = tableau(page(client, monde.national, BAREMES), "Espace de rencontre")
    assert "111,10 €" in er
    assert "222,20 €" in er
    assert "Barème non publié" in er


def test_sans_ligne_le_bareme_n_est_pas_publie(monde: Monde, client: Client) -> None:
    contenu = page(client, monde.conseiller, BAREMES)
    assert "Barème non publié" in tableau(contenu, "Chargés de coopération CTG")
    assert "€" not in tableau(contenu, "Contrat local d’accompagnement à la scolarité")
    assert "Part d’organisation admise" not in contenu


@pytest.mark.usefixtures("bareme")
def test_les_valeurs_et_les_marques_en_francais(monde: Monde, client: Client) -> None:
    contenu = page(client, monde.national, BAREMES)
    cct = tableau(contenu, "Chargés de coopération CTG")
    for attendu in ("50 %", "48 000,00 €", "selon l’ETP et les mois", "depuis 2024", "Énoncée"):
        assert attendu in cct
    assert "Hypothèse, à confirmer" in cct
    clas = tableau(contenu, "Contrat local d’accompagnement à la scolarité")
    for attendu in ("exercice 2025-2026", "32,5 %", "7 886,15 €", "depuis 2023-2024", "Publiée"):
        assert attendu in clas
    assert "Reconduction à confirmer" in clas


def test_un_autre_exercice(monde: Monde, client: Client) -> None:
    ligne(None, "plafond_horaire", "80", debut=2023, fin=2024)
    ligne(None, "plafond_horaire", "90", debut=2025, fin=2025)
    ligne(None, "plafond_horaire", "100", debut=2026)
    for demande, valeur, validite in (
        ({}, "100,00 €", "depuis 2026"),
        ({"annee": "2025"}, "90,00 €", "2025 seulement"),
        ({"annee": "2024"}, "80,00 €", "de 2023 à 2024"),
        ({"annee": "inconnue"}, "100,00 €", "depuis 2026"),
    ):
        er = tableau(page(client, monde.conseiller, BAREMES, **demande), "Espace de rencontre")
        assert valeur in er
        assert validite in er
        assert er.count("€") == 1


def test_un_partenaire_ou_sans_role_n_y_a_pas_acces(monde: Monde, client: Client) -> None:
    for qui in (monde.passerelles.approbateur, personne("nouveau")):
        client.force_login(qui)
        assert client.get(BAREMES).status_code == 403


@pytest.mark.usefixtures("bareme")
def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(monde: Monde, client: Client) -> None:
    peu = requetes(client, monde.national, BAREMES)
    for numero in range(10, 30):
        ligne(Caf.objects.create(code=f"{numero}", nom=f"Caf {numero}"), "plafond_horaire", "1")
    assert requetes(client, monde.national, BAREMES) == peu


CORRIGER = r'href="([^"]+)">corriger<'


@pytest.mark.usefixtures("bareme")
def test_chaque_valeur_se_corrige_par_qui_la_propose(monde: Monde, client: Client) -> None:
    """The form starts from the line: its scope, its parameter, its exercices, never its value."""
    er = tableau(page(client, monde.ccd, BAREMES), "Espace de rencontre")
    (adresse,) = re.findall(CORRIGER, er)  # That of their Caf; national ones are the Cnaf's.
    formulaire = page(client, monde.ccd, unescape(adresse))
    for attendu in (
        '<option value="er:plafond_horaire" selected>',
        f'<option value="{monde.caf.pk}" selected>',
        'name="debut" value="2025"',
    ):
        assert attendu in formulaire
    assert "111,1" not in formulaire.replace(".", ",")
    assert re.findall(CORRIGER, page(client, monde.conseiller, BAREMES)) == []


@pytest.mark.usefixtures("bareme")
def test_ce_qui_manque_se_propose_de_sa_ligne(monde: Monde, client: Client) -> None:
    er = tableau(page(client, monde.national, BAREMES), "Espace de rencontre")
    (adresse,) = re.findall(r'href="([^"]+)">proposer cette valeur<', er)
    formulaire = page(client, monde.national, unescape(adresse))
    assert '<option value="er:plafond_horaire" selected>' in formulaire
