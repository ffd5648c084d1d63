"""The simulator open to all: without login, without cookie, without anything kept."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from subventions.models import Calcul, LigneBareme

pytestmark = pytest.mark.usefixtures("baremes", "fige")

CLAS = {
    "annee": "2025",
    "scenario": ["a"],
    "scenarios.a.collectifs": "3",
    "scenarios.a.collectifs_notifies": "3",
    "scenarios.a.bonus_enfants": "2",
    "scenarios.a.bonus_parents": "3",
    "scenarios.a.compte_64": "30 000",
}


@pytest.fixture
def navigateur():
    """A browser that keeps no cookie and has no token."""
    cache.delete("cadence:simulateur:127.0.0.1")
    return Client(enforce_csrf_checks=True)


def poster(navigateur, dispositif="clas", **champs):
    adresse = reverse("simulateur_public:simuler", args=[dispositif])
    reponse = navigateur.post(adresse, {**CLAS, **champs})
    return reponse, reponse.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_l_accueil_y_mene(navigateur):
    adresse = reverse("simulateur_public:choisir")
    assert adresse in navigateur.get("/").content.decode()
    assert adresse in navigateur.get(reverse("accueil:plan_du_site")).content.decode()


def test_ce_qui_peut_etre_simule_et_ce_qui_manque_au_bareme(navigateur):
    texte = navigateur.get(reverse("simulateur_public:choisir")).content.decode()
    assert texte.count("Barème non publié") == 1
    assert "plafond horaire" in texte


def test_le_montant_avec_ses_etapes_et_ce_qui_le_changerait(navigateur):
    reponse, texte = poster(navigateur)
    assert reponse.status_code == 200
    assert "9 334,00 €" in texte
    assert "Prestation de service" in texte
    assert "+2 061,00 €" in texte
    assert "+2 563,00 €" in texte
    assert "À confirmer" in texte
    assert reponse["Cache-Control"] == "private, no-store"


def test_rien_n_est_garde_et_seul_le_bareme_est_lu(navigateur):
    poster(navigateur)
    with CaptureQueriesContext(
        connection,
    ) as requetes:
        poster(navigateur)
    assert [r["sql"].split()[0] for r in requetes] == ["SELECT"]
    assert not Calcul.objects.exists()


def test_les_scenarios_cote_a_cote_et_leurs_versements(navigateur):
    _, texte = poster(
        navigateur,
        **{
            "scenario": ["a", "b"],
            "scenarios.a.nom": "Aujourd’hui",
            "scenarios.b.nom": "Sans bonus",
            **{f"scenarios.b.{c}": CLAS[f"scenarios.a.{c}"] for c in ("collectifs", "compte_64")},
            "scenarios.b.collectifs_notifies": "3",
            "scenarios.b.bonus_enfants": "0",
            "scenarios.b.bonus_parents": "0",
            "profil": "deux_fois_35",
            "mois_1": "0",
        },
    )
    for colonne in ("Aujourd’hui", "Sans bonus"):
        assert f'<span class="tableau-titre">{colonne}</span>' in texte
        assert f'<td class="nombre" data-label="{colonne}">' in texte
        assert f"Collectifs réalisés – {colonne}" in texte
    assert "Scénario B" not in texte
    assert "−1 645,00 €" in texte
    assert "septembre 2025" in texte
    assert "3 266,90 €" in texte  # 35 % of 9 334.00
    assert texte.count("<rect") == 6 + 2


def test_les_boutons_ajoutent_et_retirent_sans_rien_perdre(navigateur):
    _, texte = poster(navigateur, etape="ajouter_scenario")
    assert 'name="scenarios.b.collectifs"' in texte
    assert texte.count('value="30 000"') == 2
    _, texte = poster(navigateur, **{"scenario": ["a", "b"], "retirer_scenario": "a"})
    assert 'name="scenarios.a.collectifs"' not in texte
    assert 'name="scenarios.b.collectifs"' in texte
    _, texte = poster(navigateur, "cct", **{"poste": ["p1"], "etape": "ajouter_poste"})
    assert 'name="scenarios.a.postes.p2.etp"' in texte


def test_ce_qui_manque_et_ce_qui_est_faux_se_disent(navigateur):
    reponse, texte = poster(navigateur, **{"scenarios.a.collectifs": ""})
    assert reponse.status_code == 200
    assert 'href="#id_scenarios-a-collectifs"' in texte
    reponse, texte = poster(navigateur, **{"scenarios.a.collectifs": "trois"})
    assert reponse.status_code == 422
    assert 'value="trois"' in texte
    reponse, texte = poster(navigateur, **{"scenarios.a.bonus_enfants": "4"})
    assert reponse.status_code == 422
    assert "ne peut pas dépasser celui des collectifs" in texte


def test_sans_valeur_nationale_aucun_montant(navigateur):
    LigneBareme.objects.filter(dispositif="clas", parametre="plafond_collectif").delete()
    _, texte = poster(navigateur)
    assert "Barème non publié" in texte
    assert "9 334,00 €" not in texte


def test_le_bareme_d_une_caf_ne_se_lit_pas_ici(navigateur):
    """That of the Charente pays 80 %; here, the national half."""
    _, texte = poster(
        navigateur,
        "cct",
        **{
            "poste": "p1",
            "scenarios.a.postes.p1.etp": "1",
            "scenarios.a.postes.p1.mois": "12",
            "scenarios.a.postes.p1.salaire_charge": "52000",
            "scenarios.a.postes.p1.autres_depenses": "0",
        },
    )
    assert "24 000,00 €" in texte


def test_un_dispositif_inconnu_et_des_lignes_forgees(navigateur):
    assert navigateur.get("/simulateur/autre/").status_code == 404
    reponse, texte = poster(
        navigateur,
        **{"scenario": ["a", "z", "a"], "poste": ["p9999", "../"], "scenarios.z.nom": "<b>"},
    )
    assert reponse.status_code == 200
    assert "scenarios.z" not in texte
    reponse, _ = poster(navigateur, annee="1850")
    assert reponse.status_code == 200


def test_au_dela_de_la_cadence(navigateur, monkeypatch):
    monkeypatch.setattr("subventions.simulateur.views.publiques.PAR_MINUTE", 1)
    assert poster(navigateur)[0].status_code == 200
    reponse, texte = poster(navigateur)
    assert reponse.status_code == 429
    assert "réessayez dans une minute" in texte
    assert "9 334,00 €" not in texte
    assert 'value="30 000"' in texte


def test_des_chiffres_contraires_ne_se_disent_pas_attendus_de_la_caf(navigateur):
    reponse, texte = poster(navigateur, **{"scenarios.a.bonus_enfants": "5"})
    assert reponse.status_code == 422
    assert texte.count("ne peut pas dépasser celui des collectifs réalisés") == 3
    assert "Estimation en attente" in texte
    assert "donnée de la Caf" not in texte
    assert "transmettre sans attendre" not in texte


def test_sans_droits_passes_les_acomptes_et_le_solde_se_disent_attendus(navigateur):
    """Nothing is drawn then, and the whole right is not said to come as a solde."""
    _, texte = poster(navigateur, profil="reel_n2")
    assert "premier acompte : en attente du droit réel N-2, à indiquer ci-dessous." in texte
    assert "solde : en attente du droit réel N-2 et du droit réel N-1" in texte
    assert "Total, Scénario A" not in texte


@pytest.mark.parametrize(
    ("mois", "message"),
    [
        ({"mois_1": "9"}, "Le second acompte ne peut pas être versé avant le premier."),
        ({"mois_solde": "7"}, "Le solde ne peut pas être versé avant le dernier acompte."),
    ],
)
def test_les_versements_se_suivent(navigateur, mois, message):
    proposes = {"profil": "deux_fois_35", "mois_1": "2", "mois_2": "8", "mois_solde": "17"}
    reponse, texte = poster(navigateur, **proposes | mois)
    assert reponse.status_code == 422
    assert message in texte
    assert poster(navigateur, **proposes | mois | {"profil": ""})[0].status_code == 200


def test_le_mois_d_un_acompte_qui_n_existe_pas_ne_gene_rien(navigateur):
    mois = {"profil": "une_fois_70", "mois_1": "4", "mois_2": "1", "mois_solde": "17"}
    assert poster(navigateur, **mois)[0].status_code == 200
