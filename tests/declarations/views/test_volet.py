"""The form of a volet: what is accepted, what is refused and how it is said."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from declarations.regles.grille import ACTIVITE
from portal.socle.composants import id_de
from tests.declarations.cct import declaration_cct
from tests.declarations.remplir import demander_correction, jusqu_a, referentiels
from tests.declarations.views.lignes import adresse
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")
EXECUTER = "declarations.services.contenu.evaluation.executer"


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    return monde.declaration()


def champ(declaration: Declaration, rang: int = 0, code: str = "heures_entretiens") -> str:
    return f"lieux.l{declaration.equipement.lieux.order_by('nom')[rang].pk}.{code}"


def garde(declaration: Declaration, chemin: str, nature: str = "activite") -> str | None:
    return declaration.version_courante.volets.get(nature=nature).donnees.get(chemin)


def page(reponse: object) -> str:
    """Text of a page with every kind of space made plain."""
    return re.sub(r"\s+", " ", unescape(reponse.content.decode()))


def test_enregistrer_ne_lance_aucun_controle(
    alice: Client, declaration: Declaration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The role needs no figure, and the page that follows shows what the checks say."""
    monkeypatch.setattr(EXECUTER, lambda *_: pytest.fail("évalué"))
    chemin = champ(declaration)

    reponse = alice.post(adresse(declaration), {"revision": "0", chemin: "12"})

    assert reponse.status_code == 302
    assert garde(declaration, chemin) == "12"


@pytest.mark.parametrize(
    ("saisi", "attendu"),
    [
        ("12,5", "12.50"),
        ("12.5", "12.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1\u2009234,50", "1234.50"),
        ("0", "0"),
    ],
)
def test_les_nombres_s_ecrivent_comme_on_en_a_l_habitude(
    alice: Client, declaration: Declaration, saisi: str, attendu: str
) -> None:
    chemin = champ(declaration)

    reponse = alice.post(adresse(declaration), {"revision": "0", chemin: saisi})

    assert reponse.status_code == 302
    assert garde(declaration, chemin) == attendu


@pytest.mark.parametrize(
    ("saisi", "message"),
    [
        ("-3", "négati"),
        ("1e9", "exposant"),
        ("douze", "chiffres"),
        ("1.2,3", "point et la virgule"),
        ("12,345", "décimales"),
        ("NaN", "chiffres"),
        ("١٢", "chiffres"),
    ],
)
def test_un_nombre_refuse_est_dit_a_cote_du_champ_et_en_resume(
    alice: Client, declaration: Declaration, saisi: str, message: str
) -> None:
    chemin, autre = champ(declaration), champ(declaration, 1)

    reponse = alice.post(adresse(declaration), {"revision": "0", chemin: saisi, autre: "7"})

    texte = page(reponse)
    identifiant = "id_" + chemin.replace(".", "-")
    assert reponse.status_code == 422
    assert f'href="#{identifiant}"' in texte
    assert f'id="{identifiant}-erreur"' in texte
    assert texte.count(message) >= 2
    assert "Heures d’entretiens – Albertville : " in " ".join(texte.split()).replace("\u00a0", " ")
    assert f'value="{saisi}"' in texte
    assert garde(declaration, chemin) is None
    assert garde(declaration, autre) == "7"


@pytest.mark.parametrize("force", ["comptes.64", "lieux.l0.heures_entretiens", "etat"])
def test_un_champ_force_est_une_interdiction(
    alice: Client, declaration: Declaration, force: str
) -> None:
    reponse = alice.post(adresse(declaration), {"revision": "0", force: "1"})

    assert reponse.status_code == 403
    assert "n’appartiennent pas au volet" in page(reponse)
    assert declaration.version_courante.volets.get(nature="finances").donnees == {}


def test_les_chiffres_d_avant_sont_a_cote_avec_leur_annee(
    alice: Client, monde: Monde, declaration: Declaration
) -> None:
    jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")

    texte = page(alice.get(adresse(declaration)))

    assert "Réelle 2025 : " in texte
    assert "N-1" not in texte


def test_un_conflit_montre_les_deux_valeurs_et_se_resout(
    alice: Client, declaration: Declaration
) -> None:
    chemin = champ(declaration)
    alice.post(adresse(declaration), {"revision": "0", chemin: "10"})

    reponse = alice.post(adresse(declaration), {"revision": "0", chemin: "30"})

    texte = page(reponse)
    assert reponse.status_code == 422
    assert "Ma valeur : 30" in texte
    assert "La valeur enregistrée par vous, dans une autre fenêtre, à 10 h 00 : 10 h" in texte
    alice.post(adresse(declaration), {"revision": "1", chemin: "30", f"choix-{chemin}": "autre"})
    assert garde(declaration, chemin) == "10"
    alice.post(adresse(declaration), {"revision": "1", chemin: "30", f"choix-{chemin}": "mienne"})
    assert garde(declaration, chemin) == "30"


def test_apres_la_fin_de_saisie_rien_n_est_ecrit_ni_perdu(
    alice: Client, declaration: Declaration, fige: object
) -> None:
    chemin = champ(declaration)
    fige.move_to("2026-03-20 10:00:00+01:00")
    alice.force_login(
        declaration.gestionnaire.habilitations.get(role="fournisseur_activite").utilisateur
    )

    reponse = alice.post(adresse(declaration), {"revision": "0", chemin: "42"})

    texte = page(reponse)
    assert reponse.status_code == 409
    assert "La période de saisie est close" in texte
    assert "42" in texte
    assert garde(declaration, chemin) is None


@pytest.mark.parametrize("revision", ["", "abc", "-1", "99999999999", "7"])
def test_une_revision_fantaisiste_ne_casse_rien(
    alice: Client, declaration: Declaration, revision: str
) -> None:
    reponse = alice.post(adresse(declaration), {"revision": revision, champ(declaration): "5"})

    assert reponse.status_code == 302
    assert garde(declaration, champ(declaration)) == "5"


def test_la_page_demande_un_nombre_constant_de_requetes(
    alice: Client, monde: Monde, declaration: Declaration, django_assert_max_num_queries: object
) -> None:
    from habilitations.models import Lieu

    for i in range(30):
        Lieu.objects.create(equipement=monde.er, nom=f"Lieu {i:02}")

    with django_assert_max_num_queries(30):
        reponse = alice.get(adresse(declaration))

    assert "Lieu 03" in page(reponse)
    assert "?page=2" in page(reponse)


def test_une_session_fermee_ne_fait_pas_perdre_la_saisie(
    client: Client, declaration: Declaration
) -> None:
    """What was typed stays in the page before this one: « Précédent » gives it back."""
    client.logout()
    reponse = client.post(adresse(declaration), {champ(declaration): "12"})
    assert reponse.status_code == 403
    assert "Connectez-vous dans un nouvel onglet" in reponse.content.decode()
    fragment = client.post(adresse(declaration), headers={"HX-Request": "true"})
    assert fragment.status_code == 302


def test_le_navigateur_peut_rendre_les_chiffres_saisis(
    alice: Client, declaration: Declaration
) -> None:
    assert 'autocomplete="off"' not in alice.get(adresse(declaration)).content.decode()


def test_la_page_d_une_autre_personne_n_enregistre_rien_en_votre_nom(
    alice: Client, monde: Monde, declaration: Declaration
) -> None:
    """Without JavaScript too: somebody logged in on this browser since the page was opened."""
    chemin, fabien = champ(declaration), monde.passerelles.finances

    reponse = alice.post(adresse(declaration), {"personne": str(fabien.pk), chemin: "12"})

    assert reponse.status_code == 409
    assert "ouverte par une autre personne" in page(reponse)
    assert garde(declaration, chemin) is None


def test_ce_qui_reste_a_confirmer_se_lit_avant_de_signer(alice: Client, monde: Monde) -> None:
    """A value carried over blocks the signature: the page says which, and leads back to it."""
    declaration = jusqu_a(declaration_cct(monde)[0], monde, Etat.EN_SAISIE)
    volet = declaration.version_courante.volets.get(nature=ACTIVITE)
    chemin = next(c for c in volet.donnees if c.endswith(".nom"))
    volet.a_confirmer = {chemin: "Réelle 2024"}
    volet.save()

    rendu = page(alice.get(reverse("declarations:signer", args=[declaration.pk, ACTIVITE])))

    assert "À confirmer" in rendu
    assert f"#{id_de(chemin)}" in rendu
    assert "Revenir à la saisie" in rendu
    assert "Justifier les écarts" not in rendu


def test_une_correction_nomme_et_lie_chaque_champ_ouvert(monde: Monde, client: Client) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "en_instruction")
    lieu = declaration.version_courante.lignes[0]["cle"]
    champs = ("comptes.60", f"lieux.{lieu}.heures_rencontres")
    demander_correction(declaration, monde, volets=(), champs=champs)
    client.force_login(monde.passerelles.finances)
    reponse = client.get(reverse("declarations:volet", args=[declaration.pk, "finances"]))
    (champ,) = reponse.context["a_corriger"]
    assert champ.chemin.endswith("/volets/finances/#id_comptes-60")
    assert f'<a href="{champ.chemin}">{champ.libelle}</a>' in reponse.content.decode()
    assert 'id="id_comptes-60"' in reponse.content.decode()
