"""Technical administration: what is written there is journalled, rights are only read."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from habilitations.models import Caf, Habilitation, Utilisateur
from portal.socle.models import Courriel, LigneJournal
from tests.monde import MOT_DE_PASSE, Monde

pytestmark = pytest.mark.django_db
MODELES = (
    "adhesion",
    "affectationagent",
    "caf",
    "convention",
    "equipement",
    "gestionnaire",
    "habilitation",
    "notification",
    "portefeuille",
    "posteconventionne",
    "transfertequipement",
    "utilisateur",
)


@pytest.fixture
def chef(client: Client) -> Utilisateur:
    """A superuser, logged in: permissions are not what stops here."""
    personne = Utilisateur.objects.create_superuser(
        "chef@exemple.test", "Une-phrase-de-passe", prenom="Ada", nom="Min"
    )
    client.force_login(personne)
    return personne


@pytest.mark.parametrize("modele", MODELES)
def test_chaque_liste_s_ouvre(monde: Monde, client: Client, chef, modele: str) -> None:
    assert client.get(reverse(f"admin:habilitations_{modele}_changelist")).status_code == 200


def test_modification_journalisee(monde: Monde, client: Client, chef) -> None:
    reponse = client.post(
        reverse("admin:habilitations_caf_change", args=[monde.caf.pk]),
        {"code": "73", "nom": "Caf de la Savoie", "telephone": "04 65 71 00 00", "email": ""},
    )
    assert reponse.status_code == 302
    ligne = LigneJournal.objects.sur(monde.caf).get()
    assert (ligne.action, ligne.auteur_libelle) == ("administration.modifie", "Ada Min")
    assert (ligne.caf_id, ligne.details["champs"]) == (monde.caf.pk, ["telephone"])


@pytest.mark.parametrize(
    ("modele", "qui"),
    [
        ("equipement", "er"),
        ("portefeuille", "portefeuille"),
        ("convention", None),
        ("adhesion", None),
    ],
)
def test_l_annuaire_ne_s_ecrit_pas_ici(
    monde: Monde, client: Client, chef, modele: str, qui: str | None
) -> None:
    """Its own pages do it, which know the Caf of the person and what uses a row."""
    siens = {
        "convention": monde.er.conventions,
        "adhesion": monde.er.gestionnaire.adhesions,
    }
    objet = getattr(monde, qui) if qui else siens[modele].get()
    adresse = reverse(f"admin:habilitations_{modele}_change", args=[objet.pk])
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"nom": "Autre"}).status_code == 403


def test_ajout_journalise(client: Client, chef) -> None:
    client.post(
        reverse("admin:habilitations_caf_add"),
        {"code": "16", "nom": "Caf de la Charente", "telephone": "", "email": ""},
    )
    assert LigneJournal.objects.sur(Caf.objects.get()).get().action == "administration.ajoute"


def test_refus_de_la_base_dit_en_francais(client: Client, chef) -> None:
    reponse = client.post(
        reverse("admin:habilitations_caf_add"),
        {"code": "7", "nom": "Nulle part", "telephone": "", "email": ""},
    )
    assert reponse.status_code == 200
    assert "Indiquez un numéro de département" in reponse.content.decode()
    assert not LigneJournal.objects.exists()


def test_suppression_journalisee(client: Client, chef) -> None:
    caf = Caf.objects.create(code="16", nom="Caf de la Charente")
    client.post(reverse("admin:habilitations_caf_delete", args=[caf.pk]), {"post": "yes"})
    ligne = LigneJournal.objects.get()
    assert (ligne.action, ligne.objet_id) == ("administration.supprime", caf.pk)
    assert not Caf.objects.exists()


@pytest.mark.parametrize("verbe", ["add", "delete"])
def test_les_droits_ne_s_ecrivent_pas(monde: Monde, client: Client, chef, verbe: str) -> None:
    droit = Habilitation.objects.first()
    arguments = [] if verbe == "add" else [droit.pk]
    adresse = reverse(f"admin:habilitations_habilitation_{verbe}", args=arguments)
    assert client.get(adresse).status_code == 403


def test_un_droit_se_lit_sans_se_modifier(monde: Monde, client: Client, chef) -> None:
    droit = Habilitation.objects.first()
    adresse = reverse("admin:habilitations_habilitation_change", args=[droit.pk])
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"role": "approbateur"}).status_code == 403


def test_un_compte_ne_se_supprime_pas(monde: Monde, client: Client, chef) -> None:
    adresse = reverse("admin:habilitations_utilisateur_delete", args=[monde.ccd.pk])
    assert client.get(adresse).status_code == 403


def test_un_compte_ajoute_n_a_pas_de_mot_de_passe(client: Client, chef) -> None:
    client.post(
        reverse("admin:habilitations_utilisateur_add"),
        {
            "email": "Nouvelle@Exemple.test",
            "prenom": "Inès",
            "nom": "Nouvelle",
            "telephone": "",
            "is_active": "on",
        },
    )
    nouvelle = Utilisateur.objects.get(email="nouvelle@exemple.test")
    assert not nouvelle.has_usable_password()


@pytest.mark.parametrize("modele", ["declaration", "version", "volet"])
def test_les_declarations_se_lisent_seulement(
    monde: Monde, client: Client, chef, modele: str
) -> None:
    declaration = monde.declaration()
    version = declaration.version_courante
    cible = {"declaration": declaration, "version": version, "volet": version.volets.first()}
    adresse = reverse(f"admin:declarations_{modele}_change", args=[cible[modele].pk])
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {}).status_code == 403
    assert client.get(reverse(f"admin:declarations_{modele}_add")).status_code == 403


def test_un_changement_d_adresse_se_dit_aux_deux_adresses(
    monde: Monde, client: Client, chef
) -> None:
    alice, ancienne = monde.passerelles.activite, monde.passerelles.activite.email
    EmailAddress.objects.create(user=alice, email=ancienne, primary=True, verified=True)
    champs = {"email": "alice.neuve@exemple.test", "prenom": "Alice", "nom": "Aubry"}
    page = reverse("admin:habilitations_utilisateur_change", args=[alice.pk])

    client.post(page, {**champs, "is_active": "on"})

    avis = Courriel.objects.filter(objet__contains="adresse de votre compte a été changée")
    assert {c.destinataire for c in avis} == {ancienne, champs["email"]}
    assert all(f"Ancienne adresse : {ancienne}" in c.texte for c in avis)
    assert not EmailAddress.objects.exists()  # the former one opens nothing
    client.post(page, {**champs, "nom": "Autre", "is_active": "on"})
    assert avis.count() == 2


@pytest.mark.parametrize("modele", ["socialapp", "socialaccount", "socialtoken"])
def test_personne_n_y_lie_le_compte_d_un_autre(client: Client, chef, modele: str) -> None:
    assert client.get(f"/admin/socialaccount/{modele}/").status_code == 404
    assert client.get("/admin/usersessions/usersession/").status_code == 404


def test_le_mot_de_passe_de_l_administration_est_celui_du_compte(
    monde: Monde, client: Client, chef
) -> None:
    reponse = client.get("/admin/password_change/")
    assert reponse["Location"] == reverse("account_change_password")


def test_l_administration_n_a_pas_de_porte_a_elle(client: Client, monde: Monde) -> None:
    """Its own login page would skip the second factor and the limits on attempts."""
    monde.national.is_staff = True
    monde.national.save()

    reponse = client.post(
        "/admin/login/", {"username": monde.national.email, "password": MOT_DE_PASSE}
    )

    assert reponse.status_code == 302
    assert reponse.url.startswith("/compte/connexion/")
    assert "_auth_user_id" not in client.session


def test_ce_qui_sert_ne_se_supprime_pas(monde: Monde, client: Client, chef) -> None:
    """Not offered, rather than refused in the words of the tables; nor from a list."""
    seule = Caf.objects.create(code="16", nom="Caf de la Charente")
    for caf, offerte in ((monde.caf, False), (seule, True)):
        supprimer = reverse("admin:habilitations_caf_delete", args=[caf.pk])
        fiche = client.get(reverse("admin:habilitations_caf_change", args=[caf.pk]))
        assert (supprimer in fiche.content.decode()) is offerte
        assert client.get(supprimer).status_code == (200 if offerte else 403)
    liste = client.get(reverse("admin:habilitations_caf_changelist")).content.decode()
    assert "delete_selected" not in liste
