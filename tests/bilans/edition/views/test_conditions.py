"""Conditions built from lists, refused at their page, never typed."""

import pytest

from portal.saisie.regles.conditions import Comparaison, Contient, Reponse, Toutes, Une
from tests.bilans.edition.brouillons import brouillon
from tests.bilans.edition.views.pages import adresse, page, poster, question
from tests.monde import Monde

pytestmark = pytest.mark.django_db


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
