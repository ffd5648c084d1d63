"""Pages of the editor: who reads, who composes, what each button of the outline does."""

import re

import pytest

from bilans.edition.regles.arbre import place_de
from bilans.models import VersionQuestionnaire
from portal.saisie.regles.conditions import Comparaison, Reponse
from tests.bilans.bilans import questionnaires
from tests.bilans.edition.brouillons import brouillon
from tests.bilans.edition.views.pages import adresse, lue, page, poster
from tests.monde import Monde

pytestmark = pytest.mark.django_db


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
