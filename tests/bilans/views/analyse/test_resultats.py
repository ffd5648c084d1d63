"""Pages of the analysis: what each person counts, how far they read, and what is never shown."""

from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bilans.models import VersionQuestionnaire, VueAnalyse
from tests.bilans.etudes import (
    BONUS,
    bilan_envoye,
    denombrer_en_attente,
    envoyer,
    equipement,
    publier,
    version,
)
from tests.bilans.views.analyse.pages import colonne, lire, mots
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def test_l_accueil_dit_les_questionnaires_et_leurs_bilans(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    page = mots(lire(client, monde.conseiller, "analyse_accueil"))
    assert "Bilan d’essai 8 Dictionnaire" in page
    assert "Bilan d’essai 10 Dictionnaire" in mots(lire(client, monde.national, "analyse_accueil"))


def test_une_rubrique_dit_ce_qui_est_repondu_et_rien_de_cache(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    page = mots(lire(client, monde.conseiller, "analyse", essai.questionnaire_id))

    assert "Un bonus ?" in page
    assert "Oui 2 28,6 % Non 5 71,4 %" in page.replace("\u00a0", " ")
    assert "Ne savent pas 1" in page
    # The figure of those who answered « non » was typed before: it does not count.
    assert "Question non posée 6" in page
    assert "Moyenne 16 enfants" in page.replace("\u00a0", " ")
    assert "400" not in page
    assert "Couleurs choisies" in page


def test_les_lignes_d_une_repetition_se_comptent_par_ligne(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    bilan_envoye(
        equipement(monde, nom="Avec lieux"),
        essai,
        {"bonus": "non", "lieux.a.lieu_ouvert": "oui", "lieux.b.lieu_ouvert": "non"},
        lignes={"lieux": [("a", "lieu 1"), ("b", "lieu 2"), ("c", "lieu 3")]},
    )
    denombrer_en_attente()
    page = mots(lire(client, monde.conseiller, "analyse", essai.questionnaire_id, rubrique="lieux"))
    assert "compté par lieu" in page
    assert "Ouvert le samedi ? Oui ou non, compté par lieu Ont répondu 2 Sans réponse 1" in page


def test_la_nation_ne_lit_ni_petit_effectif_ni_reponse_ecrite(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    page = lire(client, monde.national, "analyse", essai.questionnaire_id)
    lue = mots(page).replace("\u00a0", " ")

    assert "les effectifs de moins de 5 sont masqués" in lue
    assert "Oui masqué masqué Non masqué masqué" in lue
    assert "Minimum" not in lue
    assert "Lire les réponses" not in lue
    client.force_login(monde.national)
    avis = reverse("bilans:analyse_reponses", args=[essai.questionnaire_id, colonne("avis")])
    assert client.get(avis).status_code == 403
    filtree = lire(
        client, monde.national, "analyse", essai.questionnaire_id, caf=monde.autre_caf.pk
    )
    assert "Trop peu de bilans" in filtree


def test_les_filtres_gardent_ceux_qui_repondent_ainsi(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    pk = essai.questionnaire_id
    bonus, combien = colonne("bonus"), colonne("combien")
    page = mots(lire(client, monde.conseiller, "analyse", pk, f=f"{bonus}~oui"))
    assert "2 bilans transmis" in page.replace("\u00a0", " ")
    page = mots(
        lire(client, monde.conseiller, "analyse", pk, f=[f"{bonus}~oui", f"{bonus}~ne_sait_pas"])
    )
    assert "3 bilans" in page.replace("\u00a0", " ")
    page = mots(lire(client, monde.conseiller, "analyse", pk, **{f"min_{combien}": "15"}))
    assert "1 bilan" in page.replace("\u00a0", " ")
    assert "15 enfants au moins" in page.replace("\u00a0", " ")
    page = mots(lire(client, monde.conseiller, "analyse", pk, annee="2019", f="perdu"))
    assert "8 bilans" in page.replace("\u00a0", " ")


def test_choisir_un_filtre_se_fait_sans_script(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    pk = essai.questionnaire_id
    page = lire(client, monde.conseiller, "analyse_filtre", pk, colonne=colonne("bonus"))
    assert f'value="{colonne("bonus")}~ne_sait_pas"' in page
    assert 'name="min_' in lire(
        client, monde.conseiller, "analyse_filtre", pk, colonne=colonne("combien")
    )


def test_une_question_retiree_reste_a_lire(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    publier(version(2, BONUS))
    page = mots(lire(client, monde.conseiller, "analyse", essai.questionnaire_id))
    assert "question retirée du questionnaire" in page
    assert "Type de structure" in page


def test_les_reponses_ecrites_se_cherchent_sans_accent(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    args = (essai.questionnaire_id, colonne("avis"))
    page = mots(lire(client, monde.conseiller, "analyse_reponses", *args, q="Ecole LOIN"))
    assert "L’école est loin" in page
    assert "Rien à dire" not in page
    assert "Projet 1" in page
    client.force_login(monde.conseiller)
    tableur = client.get(reverse("bilans:analyse_reponses_xlsx", args=args), {"q": "Ecole LOIN"})
    assert tableur["Content-Type"].startswith("application/vnd.openxml")
    ecrites = {
        valeur
        for feuille in load_workbook(BytesIO(b"".join(tableur)))
        for rangee in feuille.values
        for valeur in rangee
    }
    assert {"L’école est loin", "Projet 1"} <= ecrites
    assert "Rien à dire" not in ecrites
    autre = reverse("bilans:analyse_reponses", args=[args[0], colonne("bonus")])
    assert client.get(autre).status_code == 404


def test_une_vue_se_garde_se_retrouve_et_s_oublie(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    client.force_login(monde.conseiller)
    pk = essai.questionnaire_id
    filtre = f"f={colonne('bonus')}%7Eoui"
    envoi = {"nom": "Avec bonus", "page": "resultats", "question": filtre}
    reponse = client.post(reverse("bilans:analyse_vues", args=[pk]), envoi)
    adresse = f"{reverse('bilans:analyse', args=[pk])}?{filtre}"
    assert reponse["Location"] == adresse
    vue = VueAnalyse.objects.get()
    assert client.get(reverse("bilans:analyse_vue", args=[vue.pk]))["Location"] == adresse
    assert "Avec bonus" in lire(client, monde.conseiller, "analyse_accueil")
    client.post(reverse("bilans:analyse_vues", args=[pk]), envoi)
    assert VueAnalyse.objects.count() == 1

    client.force_login(monde.ccd)
    assert client.get(reverse("bilans:analyse_vue", args=[vue.pk])).status_code == 404
    client.force_login(monde.conseiller)
    client.post(reverse("bilans:analyse_vue_supprimer", args=[vue.pk]))
    assert not VueAnalyse.objects.exists()


@pytest.mark.parametrize("nom", ["Les collectifs d’Ugine", "Vue trop longue " * 9])
def test_une_vue_refusee_rend_son_nom_et_sa_selection(
    client: Client, monde: Monde, essai: VersionQuestionnaire, nom: str
) -> None:
    client.force_login(monde.conseiller)
    pk, filtre = essai.questionnaire_id, f"f={colonne('bonus')}%7Eoui"
    envoi = {"nom": nom, "page": "resultats", "question": filtre}
    adresse = reverse("bilans:analyse_vues", args=[pk])
    for _ in range(2):  # the first keeps the shorter one
        reponse = client.post(adresse, envoi)
    assert reponse["Location"] == f"{reverse('bilans:analyse', args=[pk])}?{filtre}"
    dits = [str(m) for m in get_messages(reponse.wsgi_request)]
    assert dits[-1] == nom.strip()
    assert "nom" in dits[-2]


def test_ce_qui_n_est_pas_encore_compte_est_dit(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    bilan_envoye(equipement(monde), essai, {"bonus": "oui"})
    page = mots(lire(client, monde.conseiller, "analyse", essai.questionnaire_id))
    assert "1 bilan de cette sélection a changé" in page.replace("\u00a0", " ")


def test_une_page_coute_autant_de_requetes_quel_que_soit_le_nombre(
    client: Client, monde: Monde, essai: VersionQuestionnaire, django_assert_max_num_queries
) -> None:
    lire(client, monde.conseiller, "analyse", essai.questionnaire_id)
    envoyer(monde, essai, *[{"bonus": "oui"}] * 10)
    with django_assert_max_num_queries(25):
        lire(client, monde.conseiller, "analyse", essai.questionnaire_id)


def test_les_documents_d_une_definition(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    client.force_login(monde.conseiller)
    dictionnaire = client.get(reverse("bilans:dictionnaire", args=[essai.questionnaire_id]))
    assert "dictionnaire-essai.xlsx" in dictionnaire["Content-Disposition"]
    vierge = client.get(reverse("bilans:vierge", args=[essai.pk]))
    assert vierge.content.startswith(b"%PDF")
    client.force_login(monde.passerelles.activite)
    assert client.get(reverse("bilans:vierge", args=[essai.pk])).status_code == 200
