"""Pages of the editor: who reads, who composes, what each button does, with and without htmx."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.operations import Modifier
from bilans.edition.services.enregistrement import enregistrer
from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.regles.questionnaire import Question
from bilans.regles.questionnaire import Questionnaire as Definition
from bilans.services.definitions import definition_du_brouillon
from habilitations.models import Utilisateur
from portal.saisie.regles.conditions import Comparaison, Contient, Reponse, Toutes, Une
from tests.bilans.bilans import questionnaires
from tests.bilans.edition.brouillons import brouillon, complement
from tests.monde import MAINTENANT, Monde, acteur

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def le_jour() -> object:
    with time_machine.travel(MAINTENANT, tick=False):
        yield


def page(utilisateur: Utilisateur) -> Client:
    client = Client()
    client.force_login(utilisateur, BACKEND)
    return client


def lue(version: VersionQuestionnaire) -> Definition:
    version.refresh_from_db()
    return definition_du_brouillon(version)


def adresse(nom: str, *args: object) -> str:
    return reverse(f"bilans:{nom}", args=args)


def poster(client: Client, url: str, revision: int = 0, **donnees: object):
    return client.post(url, {"revision": revision, **donnees})


def test_la_liste_montre_les_brouillons_a_qui_les_compose(monde: Monde) -> None:
    brouillon(monde)
    national = page(monde.national).get(adresse("questionnaires")).content.decode()
    assert "Brouillon de la version 1" in national
    assert "Nouveau questionnaire" in national

    conseil = page(monde.conseiller).get(adresse("questionnaires")).content.decode()
    assert "Bilan" in conseil
    assert "Brouillon de la version" not in conseil
    assert "Nouveau questionnaire" not in conseil


@pytest.mark.parametrize(
    "nom",
    [
        "version",
        "titre_version",
        "cadre_version",
        "apercu_version",
        "changements_version",
        "verification_version",
        "publication_version",
        "abandon_version",
        "ajout_element",
    ],
)
def test_chaque_page_d_un_brouillon_s_ouvre_et_n_existe_pas_pour_un_autre(
    monde: Monde, nom: str
) -> None:
    version = brouillon(monde)
    assert page(monde.national).get(adresse(nom, version.pk)).status_code == 200
    assert page(monde.conseiller).get(adresse(nom, version.pk)).status_code == 404
    assert page(monde.passerelles.activite).get(adresse(nom, version.pk)).status_code == 403


@pytest.mark.parametrize("code", ["nom", "bonus", "combien", "actions", "bloc", "groupes"])
def test_chaque_element_a_ses_pages(monde: Monde, code: str) -> None:
    version, client = brouillon(monde), page(monde.national)
    for nom in ("element", "place_element", "code_element", "suppression_element"):
        assert client.get(adresse(nom, version.pk, code)).status_code == 200
    assert (
        client.get(adresse("condition_element", version.pk, code, "condition")).status_code == 200
    )
    assert client.get(adresse("element", version.pk, "absente")).status_code == 404


def test_toutes_les_pages_des_questionnaires_livres(monde: Monde) -> None:
    questionnaires()
    client = page(monde.national)
    for version in VersionQuestionnaire.objects.all():
        html = client.get(adresse("version", version.pk)).content.decode()
        assert "<button" not in html.split('id="plan"')[1].split("</main>")[0]
        assert client.get(adresse("apercu_version", version.pk)).status_code == 200
        for genre in ("toml", "xlsx"):
            assert client.get(adresse("export_version", version.pk, genre)).status_code == 200
        # Published: what would change it leads back to its page.
        reponse = client.get(adresse("cadre_version", version.pk))
        assert (reponse.status_code, reponse.url) == (302, adresse("version", version.pk))


def test_monter_sans_javascript_garde_le_foyer(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)

    reponse = poster(client, adresse("operations_version", version.pk), operation="monter:combien")

    assert reponse.status_code == 302
    html = client.get(reponse.url).content.decode()
    bouton = re.search(r'<button[^>]*id="monter-combien"[^>]*>', html)
    assert bouton is not None
    assert "autofocus" in bouton[0]
    assert html.count("autofocus") == 1
    assert [e.code for e in lue(version).sections[0].elements][:3] == ["nom", "combien", "bonus"]


def test_au_bord_le_foyer_passe_a_l_autre_bouton(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)

    reponse = client.post(
        adresse("operations_version", version.pk),
        {"revision": 0, "operation": "monter:bonus"},
        headers={"HX-Request": "true"},
    )

    html = reponse.content.decode()
    assert "<html" not in html
    assert "est remonté d’un rang" in html
    bouton = re.search(r'<button[^>]*id="descendre-bonus"[^>]*>', html)
    assert bouton is not None
    assert "autofocus" in bouton[0]
    assert 'name="revision" value="1"' in html


def test_grouper_dupliquer_degrouper(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("operations_version", version.pk)

    poster(client, url, operation="grouper:", choisis=["nom", "bonus"])
    poster(client, url, 1, operation="dupliquer:bloc")
    poster(client, url, 2, operation="degrouper:bloc_2")

    codes = [e.code for e in lue(version).sections[0].elements]
    assert codes == ["nouvelle_rubrique", "combien", "bloc", "actions_2", "detail_2"]
    refus = poster(client, url, 3, operation="grouper:")
    assert "au moins un élément" in client.get(refus.url).content.decode()
    assert client.post(url, {"operation": "casser:nom", "revision": 3}).status_code == 302


def test_ajouter_donne_un_code_a_la_question(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)

    reponse = poster(
        client,
        f"{adresse('ajout_element', version.pk)}?apres=nom",
        libelle="Adresse de la structure",
        type="texte",
        code="",
    )

    assert reponse.url == adresse("element", version.pk, "adresse_structure")
    assert [e.code for e in lue(version).sections[0].elements][1] == "adresse_structure"
    pris = poster(
        client,
        f"{adresse('ajout_element', version.pk)}?groupe=structure",
        1,
        libelle="Nom",
        type="texte",
        code="nom",
    )
    assert pris.status_code == 422
    assert "déjà pris" in pris.content.decode()


def test_une_rubrique_de_plus(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)

    poster(client, adresse("ajout_element", version.pk), libelle="Lieux", type="rubrique", code="")

    assert [s.code for s in lue(version).sections] == ["structure", "groupes", "lieux"]
    question = poster(
        client, adresse("ajout_element", version.pk), 1, libelle="X", type="texte", code=""
    )
    assert question.status_code == 422


def question(version: VersionQuestionnaire, code: str) -> Question:
    element = place_de(lue(version), code).element
    assert isinstance(element, Question)
    return element


CHOIX = {
    "libelle": "Actions",
    "aide": "",
    "type": "choix_multiples",
    "obligatoire": "on",
    "origine": "saisie",
    "choix-nombre": "4",
    "choix-0-code": "cafe",
    "choix-0-libelle": "Café des parents",
    "choix-1-code": "atelier",
    "choix-1-libelle": "Atelier",
    "choix-2-code": "aucune",
    "choix-2-libelle": "Aucune",
    "choix-2-seul": "on",
    "choix-3-code": "",
    "choix-3-libelle": "Sortie en famille",
}


def test_une_question_a_choix_se_modifie_d_un_coup(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)

    poster(client, adresse("element", version.pk, "actions"), plus="2", **CHOIX)

    actions = question(version, "actions")
    assert actions.choix[3] == ("sortie_famille", "Sortie en famille")
    assert (actions.exclusifs, actions.plus, actions.moins) == (("aucune",), 2, None)


def test_les_boutons_d_une_liste_n_enregistrent_rien(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("element", version.pk, "actions")

    monte = poster(client, url, action="choix:monter:1", **CHOIX).content.decode()
    ajoute = poster(client, url, action="choix:ajouter", **CHOIX).content.decode()
    retire = poster(client, url, action="choix:retirer:0", **CHOIX).content.decode()

    assert monte.index('value="atelier"') < monte.index('value="cafe"')
    assert 'name="choix-4-libelle"' in ajoute
    assert 'value="cafe"' not in retire
    assert lue(version) == lue(version)
    assert version.revision == 0


def test_un_choix_cite_ne_se_retire_pas_et_la_page_garde_la_saisie(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    sans = {k: v for k, v in CHOIX.items() if not k.startswith("choix-1")}

    reponse = poster(client, adresse("element", version.pk, "actions"), **sans)

    html = reponse.content.decode()
    assert reponse.status_code == 422
    assert "Détail de l’atelier" in html
    assert 'value="Sortie en famille"' in html
    assert version.revision == 0


def test_une_borne_inversee_est_dite_a_son_champ(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)

    reponse = poster(
        client,
        adresse("element", version.pk, "enfants"),
        libelle="Enfants",
        aide="",
        type="entier",
        origine="saisie",
        minimum="50",
        maximum="40",
        unite="",
    )

    assert reponse.status_code == 422
    assert "l’autre borne" in reponse.content.decode()


def test_un_autre_type_ramene_a_la_page_pour_completer(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("element", version.pk, "pourquoi")

    reponse = poster(client, url, libelle="Pourquoi ?", aide="", type="choix", origine="saisie")

    assert reponse.url == url
    assert question(version, "pourquoi").type == "choix"
    assert "Choix proposés" in client.get(url).content.decode()


def test_un_groupe_se_repete(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("element", version.pk, "bloc")
    commun = {"titre": "Parents", "aide": "", "marque": "H", "singulier": "thème"}

    poster(
        client,
        url,
        origine="liste",
        **commun,
        **{"lignes-nombre": "1", "lignes-0-code": "", "lignes-0-libelle": "Petite enfance"},
    )

    bloc = place_de(lue(version), "bloc").element
    assert bloc.repetition is not None
    assert bloc.repetition.liste == (("petite_enfance", "Petite enfance"),)
    nombre = poster(client, url, 1, origine="nombre", **commun)
    assert "choisissez une question" in nombre.content.decode()


def test_une_condition_se_construit_sans_rien_taper(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("condition_element", version.pk, "combien", "condition")

    un = poster(
        client, url, action="ajouter", nouvelle="question:bonus", nombre="0"
    ).content.decode()
    assert 'name="r0-source" value="question:bonus"' in un
    assert version.revision == 0
    regle = {"r0-bloc": "0", "r0-source": "question:bonus", "r0-verbe": "egal", "r0-texte": "oui"}
    deux = poster(
        client, url, action="ajouter", nouvelle="fait:themes", nombre="1", avec="0", **regle
    ).content.decode()
    assert 'name="r1-bloc" value="0"' in deux
    autre = {"r1-bloc": "0", "r1-source": "fait:themes", "r1-verbe": "contient"}
    vide = poster(client, url, nombre="2", **regle, **autre)
    assert vide.status_code == 422
    assert "Choisissez ou écrivez une valeur" in vide.content.decode()
    fini = poster(client, url, nombre="2", **regle, **autre, **{"r1-texte": "handicap"})

    assert fini.status_code == 302
    condition = question(version, "combien").condition
    assert isinstance(condition, Une)
    assert condition.conditions[0] == Comparaison(Reponse("bonus"), "egal", "oui")


def test_une_condition_inchangee_n_ecrit_rien(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("condition_element", version.pk, "detail", "condition")
    html = client.get(url).content.decode()
    assert "Affiché si" in html or "affiché si" in html
    poster(
        client,
        url,
        nombre="1",
        **{
            "r0-bloc": "0",
            "r0-source": "question:actions",
            "r0-verbe": "contient",
            "r0-texte": "atelier",
        },
    )
    assert question(version, "detail").condition == Contient(Reponse("actions"), "atelier")
    assert version.revision == 0


def test_un_cercle_est_refuse_a_sa_page(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    reponse = poster(
        client,
        adresse("condition_element", version.pk, "actions", "condition"),
        nombre="1",
        **{
            "r0-bloc": "0",
            "r0-source": "question:detail",
            "r0-verbe": "non_vide",
            "r0-texte": "",
        },
    )
    assert reponse.status_code == 422
    assert "dépend de lui-même" in reponse.content.decode()


def test_une_verification_porte_sur_la_reponse_et_garde_son_message(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("condition_element", version.pk, "enfants", "contrainte")
    assert "reponse:" in client.get(url).content.decode()

    poster(
        client,
        url,
        nombre="2",
        toutes="oui",
        message="Comptez les enfants une fois.",
        **{
            "r0-bloc": "0",
            "r0-source": "reponse:",
            "r0-verbe": "au_moins",
            "r0-texte": "1",
            "r1-bloc": "1",
            "r1-source": "reponse:",
            "r1-verbe": "au_plus",
            "r1-texte": "",
            "r1-autre": "question:combien",
        },
    )

    enfants = question(version, "enfants")
    assert isinstance(enfants.contrainte, Toutes)
    assert enfants.message == "Comptez les enfants une fois."
    assert (
        client.get(adresse("condition_element", version.pk, "bloc", "contrainte")).status_code
        == 404
    )


def test_deux_editeurs_voient_les_deux_valeurs(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    qui = acteur(monde.national)
    enregistrer(version.pk, Modifier("nom", {"libelle": "Nom usuel"}), revision=0, acteur=qui)

    url = adresse("element", version.pk, "nom")
    saisie = {"libelle": "Raison sociale", "aide": "", "type": "texte", "origine": "saisie"}
    reponse = poster(client, url, obligatoire="on", **saisie)

    html = reponse.content.decode()
    assert reponse.status_code == 422
    assert "Nom usuel" in html
    assert "Raison sociale" in html
    assert 'name="revision" value="1"' in html
    poster(client, url, 1, obligatoire="on", **saisie)
    assert question(version, "nom").libelle == "Raison sociale"


def test_supprimer_ce_qui_est_cite_dit_par_qui(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)

    refus = poster(client, adresse("suppression_element", version.pk, "bonus"))
    assert refus.status_code == 422
    assert "Parents" in refus.content.decode()
    fait = poster(client, adresse("suppression_element", version.pk, "bloc"))
    assert fait.status_code == 302
    assert "bloc" not in lue(version).par_code


def test_deplacer_et_changer_de_code(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)

    poster(client, adresse("place_element", version.pk, "nom"), groupe="bloc", apres="actions")
    poster(client, adresse("code_element", version.pk, "bonus"), 1, code="bonus_parents")

    definition = lue(version)
    assert place_de(definition, "nom").dans[-1].code == "bloc"
    assert place_de(definition, "bloc").element.condition == Comparaison(
        Reponse("bonus_parents"), "egal", "oui"
    )
    ailleurs = poster(client, adresse("place_element", version.pk, "structure"), 2, groupe="bloc")
    assert ailleurs.status_code == 422


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


def test_l_apercu_suit_les_faits_et_les_reponses_et_n_ecrit_rien(monde: Monde) -> None:
    version, client = brouillon(monde), page(monde.national)
    url = adresse("apercu_version", version.pk)

    vide = client.get(url).content.decode()
    assert "Actions avec les parents" not in vide
    rempli = client.post(url, {"bonus": "oui", "combien": "2"}).content.decode()
    assert "Actions avec les parents" in rempli
    assert "Groupes – groupe 2" not in rempli
    suite = client.post(url, {"bonus": "oui", "combien": "2", "-section": "groupes"})
    assert "Groupes – groupe 2" in suite.content.decode()
    assert '<input type="hidden" name="bonus" value="oui">' in suite.content.decode()
    faux = client.post(url, {"combien": "beaucoup", "actions": ["cafe"]}).content.decode()
    assert 'value="beaucoup"' in faux
    assert '<input type="hidden" name="actions" value="cafe">' in faux
    assert version.revision == 0


def test_importer_dit_chaque_erreur_ou_ouvre_un_brouillon(monde: Monde) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

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
