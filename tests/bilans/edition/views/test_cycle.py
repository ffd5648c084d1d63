"""From the cadre to the publication, imports, what a Caf adds, archives."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bilans.edition.regles.operations import Ajouter, Modifier, Supprimer
from bilans.edition.regles.types import question_vierge
from bilans.edition.services.creation import creer, ouvrir_une_version
from bilans.edition.services.enregistrement import enregistrer
from bilans.edition.services.publication import publier
from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.regles.ordre import codes_vus
from portal.saisie.regles.conditions import EGAL, Comparaison, Reponse
from tests.bilans.bilans import questionnaires
from tests.bilans.edition.brouillons import brouillon, complement
from tests.bilans.edition.views.pages import adresse, lue, page, poster
from tests.bilans.imports.classeurs import classeur
from tests.monde import JOUR, Monde, acteur

pytestmark = pytest.mark.django_db


CADRE = {
    "sujet": "clas",
    "debut": "2026",
    "fin": "",
    "remplit": ["fournisseur_activite"],
    "envoie": "approbateur",
    "ouverture_jour": "14",
    "ouverture_mois": "6",
    "ouverture_annee": "1",
    "fermeture_jour": "15",
    "fermeture_mois": "7",
    "fermeture_annee": "1",
    "source": "Circulaire",
    "marque": "S",
}


def test_le_cadre_se_change_et_se_verifie(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("cadre_version", version.pk)

    assert poster(client, url, **CADRE).status_code == 302
    cadre = lue(version).cadre
    assert cadre is not None
    assert (cadre.debut, cadre.source, cadre.dispositif) == (2026, "Circulaire", "clas")
    for faux in (
        {"fin": "2020"},
        {"fermeture_jour": "1", "fermeture_mois": "1"},
        {"fermeture_mois": ""},
        {"fermeture_jour": "", "fermeture_mois": ""},
        {"remplit": []},
    ):
        assert poster(client, url, 1, **(CADRE | faux)).status_code == 422


def test_publier_de_la_page(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("publication_version", version.pk)

    passe = poster(client, url, vaut_le="2025-01-01")
    assert passe.status_code == 422
    assert "passée" in passe.content.decode()
    publie = poster(client, url, vaut_le="2026-03-01")
    assert publie.status_code == 302
    version.refresh_from_db()
    assert version.etat == "publiee"
    html = client.get(adresse("questionnaire", version.questionnaire_id)).content.decode()
    assert "Annoncée" in html
    client.post(adresse("nouvelle_version", version.questionnaire_id))
    suite = VersionQuestionnaire.objects.get(questionnaire=version.questionnaire_id, version="2")
    sans_lire = poster(client, adresse("publication_version", suite.pk), vaut_le="2026-03-01")
    assert sans_lire.status_code == 422
    vue = poster(client, adresse("publication_version", suite.pk), vaut_le="2026-03-01", vus="on")
    assert vue.status_code == 302


def test_importer_dit_chaque_erreur_ou_ouvre_un_brouillon(monde: Monde) -> None:
    client = page(monde.national)
    version = brouillon(monde)
    toml = version.definition.replace('code = "essai"', 'code = "autre"')
    url = adresse("nouveau_questionnaire")
    faux = SimpleUploadedFile("q.toml", toml.replace('type = "entier"', 'type = "x"').encode())
    refus = client.post(url, {"code": "enquete", "titre": "Enquête", "fichier": faux})
    assert refus.status_code == 422
    assert "type inconnu" in refus.content.decode()
    assert not Questionnaire.objects.filter(code="enquete").exists()

    bon = SimpleUploadedFile("q.toml", toml.encode())
    cree = client.post(url, {"code": "enquete", "titre": "Enquête", "fichier": bon})
    assert cree.status_code == 302
    assert (
        "actions" in lue(VersionQuestionnaire.objects.get(questionnaire__code="enquete")).par_code
    )


def test_une_caf_compose_ses_questions_de_la_page(monde: Monde) -> None:
    questionnaires()
    client = page(monde.conseiller)
    national = Questionnaire.objects.get(code="bilan_clas", caf=None)
    assert (
        "Ajouter les questions"
        in client.get(adresse("questionnaire", national.pk)).content.decode()
    )

    reponse = client.post(adresse("completer_questionnaire", national.pk), {"caf": monde.caf.pk})

    version = VersionQuestionnaire.objects.get(questionnaire__caf=monde.caf)
    assert reponse.url == adresse("version", version.pk)
    ajout = f"{adresse('ajout_element', version.pk)}?groupe=caf73_rubrique"
    poster(client, ajout, libelle="Local municipal ?", type="oui_non", code="")
    assert "caf73_local_municipal" in lue(version).par_code
    assert client.get(adresse("cadre_version", version.pk)).status_code == 403
    assert page(monde.conseiller_nord).get(adresse("version", version.pk)).status_code == 404


def test_ce_qu_une_caf_ajoutait_et_qui_ne_tient_plus_lui_est_dit(monde: Monde) -> None:
    version, qui = complement(monde), acteur(monde.conseiller)
    locale = question_vierge("caf73_local", "Local municipal ?", "oui_non")
    enregistrer(version.pk, Ajouter(locale, "caf73_rubrique"), revision=0, acteur=qui)
    si = {"condition": Comparaison(Reponse("coordination"), EGAL, "oui")}
    enregistrer(version.pk, Modifier("caf73_local", si), revision=1, acteur=qui)
    publier(version.pk, vaut_le=JOUR, revision=2, acteur=qui)
    fiche = adresse("questionnaire", version.questionnaire_id)
    notice = "Des conditions ne tiennent plus"
    assert notice not in page(monde.conseiller).get(fiche).content.decode()

    national = acteur(monde.national)
    suite = ouvrir_une_version(version.questionnaire.complete_id, acteur=national)
    citent = [p.element.code for p in lue(suite).places if "coordination" in codes_vus(p)]
    for rang, retire in enumerate((*citent, "coordination")):
        enregistrer(suite.pk, Supprimer(retire), revision=rang, acteur=national)
    publier(suite.pk, vaut_le=JOUR, revision=len(citent) + 1, acteur=national, vus=True)

    html = page(monde.conseiller).get(fiche).content.decode()
    assert notice in html
    assert "<li>Local municipal ?</li>" in html
    assert "cette question ne se montre plus comme prévu" in html
    # It is the Caf's to mend: its readers are not asked to.
    assert notice not in page(monde.ccd).get(fiche).content.decode()


def test_un_complement_deja_ouvert_se_dit(monde: Monde) -> None:
    version = complement(monde)
    client = page(monde.conseiller)
    url = adresse("completer_questionnaire", version.questionnaire.complete_id)
    assert "déjà" in client.post(url, {"caf": monde.caf.pk}, follow=True).content.decode()
    ailleurs = client.post(url, {"caf": monde.autre_caf.pk})
    assert ailleurs.status_code == 403


def test_archiver_et_remettre_en_service(monde: Monde) -> None:
    questionnaires()
    client = page(monde.national)
    pk = Questionnaire.objects.get(code="bilan_clas", caf=None).pk

    client.post(adresse("archivage_questionnaire", pk), {"motif": "Le dispositif prend fin."})
    assert "Archivé" in client.get(adresse("questionnaire", pk)).content.decode()
    client.post(adresse("remise_en_service", pk))
    assert Questionnaire.objects.get(pk=pk).archive_le is None


def test_abandonner_de_la_page(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    assert client.post(adresse("abandon_version", version.pk), {"x": "1"}).status_code == 302
    assert not VersionQuestionnaire.objects.filter(pk=version.pk).exists()


def test_un_classeur_refuse_dit_feuille_ligne_et_colonne(monde: Monde) -> None:
    questionnaires()
    client = page(monde.national)
    pk = Questionnaire.objects.get(code="bilan_clas", caf=None).pk
    contenu = classeur([{"type": "text", "name": "a", "label": "A", "relevant": "${absente} = 1"}])
    fichier = SimpleUploadedFile("bilan.xlsx", contenu)

    refus = client.post(adresse("importer_version", pk), {"fichier": fichier})

    html = refus.content.decode()
    assert refus.status_code == 422
    for attendu in (
        'data-label="Feuille">survey',
        'class="nombre">2<',
        'data-label="Colonne">relevant',
    ):
        assert attendu in html
    assert not VersionQuestionnaire.objects.filter(etat="brouillon").exists()
    bon = SimpleUploadedFile("b.xlsx", classeur([{"type": "text", "name": "a", "label": "A"}]))
    assert client.post(adresse("importer_version", pk), {"fichier": bon}).status_code == 302
    version = VersionQuestionnaire.objects.get(questionnaire=pk, etat="brouillon")
    assert (version.version, "a" in lue(version).par_code) == ("2", True)


def test_la_liste_coute_autant_pour_dix_questionnaires(monde: Monde) -> None:
    questionnaires()
    client, url = page(monde.national), adresse("questionnaires")
    client.get(url)
    with CaptureQueriesContext(connection) as avant:
        client.get(url)
    for rang in range(6):
        creer(code=f"enquete_{rang}", titre=f"Enquête {rang}", acteur=acteur(monde.national))
    with CaptureQueriesContext(connection) as apres:
        client.get(url)

    assert len(apres) == len(avant)
