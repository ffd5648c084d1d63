"""The page of one element: its properties, its lists, and two editors at once."""

import pytest

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.operations import Modifier
from bilans.edition.services.enregistrement import enregistrer
from tests.bilans.edition.brouillons import brouillon
from tests.bilans.edition.views.pages import adresse, lue, page, poster, question
from tests.monde import Monde, acteur

pytestmark = pytest.mark.django_db


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
    version.refresh_from_db()
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
