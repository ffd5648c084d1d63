"""What was typed about something that is no longer there comes back on the page that says so."""

import inspect
from importlib import import_module
from pkgutil import walk_packages

import allauth.account
import allauth.mfa
import pytest
from django import forms
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from bilans.edition.services.cycle import archiver
from bilans.models import Questionnaire
from portal.socle.ecrits import a_rendre
from tests.bilans.bilans import questionnaires
from tests.bilans.edition.brouillons import brouillon
from tests.bilans.edition.services.publies import publie
from tests.declarations.remplir import jusqu_a, referentiels
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
TEXTE = "Salle prêtée le samedi,\r\nau <b>premier</b> étage"
RENDU = "Salle prêtée le samedi,\nau &lt;b&gt;premier&lt;/b&gt; étage"
TITRE = "Ce que vous aviez écrit"
RIEN = "Cet envoi n’a rien enregistré"


def envoyer(qui: object, url: str, client: Client | None = None, **donnees: str) -> HttpResponse:
    client = client or Client()
    client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
    return client.post(url, donnees)


def lue(reponse: HttpResponse) -> str:
    return reponse.content.decode()


@pytest.mark.parametrize(
    ("qui", "vue"),
    [
        ("responsable", "annuaire:lieu"),
        ("responsable", "annuaire:convention"),
        ("responsable", "annuaire:modifier_portefeuille"),
        ("conseiller", "declarations:messages"),
        ("conseiller", "bilans:messages"),
        ("conseiller", "declarations:fenetre"),
    ],
)
def test_ce_qui_a_disparu_rend_ce_qui_etait_ecrit(monde: Monde, qui: str, vue: str) -> None:
    reponse = envoyer(getattr(monde, qui), reverse(vue, args=[999_999]), texte=TEXTE)

    assert reponse.status_code == 404
    for dit in (TITRE, RIEN, RENDU):
        assert dit in lue(reponse)


def test_une_question_supprimee_pendant_qu_on_la_modifiait(monde: Monde) -> None:
    version = brouillon(monde)
    url = reverse("bilans:element", args=[version.pk, "disparue"])

    reponse = envoyer(monde.national, url, revision="1", libelle="Combien de familles ?")

    assert reponse.status_code == 404
    assert "Combien de familles ?" in lue(reponse)


def test_un_role_perdu_entre_temps(monde: Monde) -> None:
    url = reverse("annuaire:ajouter_portefeuille")

    reponse = envoyer(monde.passerelles.activite, url, nom="Portefeuille des Aravis")

    assert reponse.status_code == 403
    assert RIEN in lue(reponse)
    assert "Portefeuille des Aravis" in lue(reponse)


@pytest.mark.parametrize("longueur", [1, 40])
def test_un_acte_qui_n_est_plus_possible_rend_son_motif(monde: Monde, longueur: int) -> None:
    questionnaires()
    archive = Questionnaire.objects.get(code="bilan_clas", caf=None)
    archiver(archive.pk, motif="La Cnaf a changé d’avis.", acteur=acteur(monde.national))
    motif = "Nous ne posons plus\r\nces questions-là. <i>" * longueur
    client = Client()
    client.force_login(monde.national, "allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("bilans:archivage_questionnaire", args=[archive.pk])

    page = client.post(url, {"motif": motif[:1000]}, follow=True).content.decode()

    assert "déjà archivé" in page
    assert RIEN in page
    assert escape(motif[:1000].replace("\r\n", "\n").strip()) in page


def test_un_autre_motif_que_celui_qui_est_garde(monde: Monde) -> None:
    """A second click reads that it is done; another reason, what is kept, and comes back."""
    droit = monde.passerelles.activite.habilitations.get()
    url, premier = (
        reverse("habilitations:suspendre_droit", args=[droit.pk]),
        "Compte prêté à un tiers",
    )
    client = Client()
    client.force_login(monde.responsable, "allauth.account.auth_backends.AuthenticationBackend")
    for _ in range(2):
        page = lue(client.post(url, {"motif": premier}, follow=True))
        assert "Le droit est suspendu." in page
        assert RIEN not in page

    page = lue(client.post(url, {"motif": "Départ annoncé hier soir"}, follow=True))

    assert f"Ce droit est déjà suspendu. Motif gardé : « {premier} »." in page
    assert RIEN in page
    assert '<blockquote class="ecrit">Départ annoncé hier soir</blockquote>' in page


def test_un_lot_rend_le_motif_que_rien_n_a_pris(monde: Monde) -> None:
    referentiels(monde.caf)
    declaration = jusqu_a(monde.declaration(), monde, "validee")
    envoi = {
        **{"action": "demander_correction", "choix": str(declaration.pk), "confirmer": "1"},
        **{"volets": "finances", "pour_le": "2026-02-20", "motif": "Les charges sont à revoir."},
    }
    client = Client()
    client.force_login(monde.conseiller, "allauth.account.auth_backends.AuthenticationBackend")

    page = lue(client.post(reverse("declarations:lot"), envoi, follow=True))

    assert "Non fait" in page
    assert "Là où rien n’a été fait, ce texte n’est pas enregistré." in page
    assert '<blockquote class="ecrit">Les charges sont à revoir.</blockquote>' in page


def test_une_version_publiee_pendant_qu_on_la_composait(monde: Monde) -> None:
    """Its page says so; longer than a cookie holds, what was typed is there too."""
    version = publie(monde)
    client, long = Client(), "Une consigne & <des mots>. " * 2000
    client.force_login(monde.national, "allauth.account.auth_backends.AuthenticationBackend")

    url = reverse("bilans:element", args=[version.pk, "nom"])
    page = client.post(url, {"aide": long}, follow=True).content.decode()

    assert RIEN in page
    assert escape(long.strip()) in page
    assert RIEN not in client.get(url, follow=True).content.decode(), "said once"


def test_rien_d_ecrit_rien_a_rendre(monde: Monde) -> None:
    url = reverse("annuaire:lieu", args=[999_999])

    assert TITRE not in lue(envoyer(monde.responsable, url, nom="Annecy", duree="3"))
    assert TITRE not in lue(Client().get("/inconnue/?motif=deux+mots"))


def test_une_adresse_qui_ne_mene_nulle_part_ne_rend_rien(monde: Monde) -> None:
    """No CSRF check is made there: whatever site may send a form to it."""
    reponse = envoyer(monde.responsable, "/inconnue/", texte=TEXTE)

    assert reponse.status_code == 404
    assert TITRE not in lue(reponse)
    assert "samedi" not in lue(reponse)


def test_un_envoi_d_un_autre_site_ne_rend_rien(monde: Monde) -> None:
    strict = Client(enforce_csrf_checks=True)
    url = reverse("annuaire:lieu", args=[999_999])

    reponse = envoyer(monde.responsable, url, strict, texte=TEXTE)

    assert reponse.status_code == 403
    assert "la page est trop ancienne" in lue(reponse)
    assert "samedi" not in lue(reponse)


def test_un_script_garde_ce_qu_il_envoie(monde: Monde) -> None:
    client = Client(headers={"Accept": "application/json"})
    url = reverse("annuaire:lieu", args=[999_999])

    reponse = envoyer(monde.responsable, url, client, texte=TEXTE)

    assert set(reponse.json()) == {"raison", "message"}


def test_une_session_fermee_pendant_l_envoi(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is marked as that of the person, whose words it bears (0017)."""

    def couper(self: object, request: HttpRequest, reponse: HttpResponse) -> HttpResponse:
        Session.objects.all().delete()
        return reponse

    monkeypatch.setattr(MessageMiddleware, "process_response", couper)
    url = reverse("annuaire:ajouter_portefeuille")

    reponse = envoyer(monde.responsable, url, nom="Portefeuille des Aravis", titulaire="")

    page = lue(reponse)
    assert reponse.status_code == 403
    assert "Votre session s’est fermée pendant cet envoi" in page
    for dit in (TITRE, "Portefeuille des Aravis", 'name="portail-presence"', "presence.js"):
        assert dit in page
    assert RIEN not in page, "perhaps it was"
    assert reponse["Cache-Control"] == "private, no-store"


def formulaires_des_comptes() -> list[type[forms.Form]]:
    """The forms by which one logs in, changes a password, sets a second factor up or uses it."""
    trouves: set[type[forms.Form]] = set()
    for paquet in (allauth.account, allauth.mfa):
        for module in walk_packages(paquet.__path__, f"{paquet.__name__}."):
            if module.name.endswith("forms"):
                membres = inspect.getmembers(import_module(module.name), inspect.isclass)
                trouves |= {m for _, m in membres if issubclass(m, forms.BaseForm)}
    return sorted(trouves, key=lambda f: f"{f.__module__}.{f.__qualname__}")


def test_aucun_secret_d_un_compte_n_est_rendu() -> None:
    """Whatever an error page was to say of such a form."""
    secrets = {
        nom
        for formulaire in formulaires_des_comptes()
        for nom, champ in getattr(formulaire, "base_fields", {}).items()
        if isinstance(champ.widget, forms.PasswordInput)
        or {"code", "credential"} & set(nom.split("_"))
    }
    assert {"password", "password1", "oldpassword", "code", "credential"} <= secrets
    assert a_rendre((nom, ["une phrase de passe"]) for nom in secrets) == []
