"""« Mes connexions »: what is open, and its end at the very next request."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from habilitations.models import Utilisateur
from habilitations.tasks import purger_les_connexions
from portal.socle.models import LigneJournal

MOT_DE_PASSE = "Un-mot-de-passe-solide-2026"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"
PAGE = reverse("mes_connexions")
AUTRE_PAGE = reverse("accueil:a_faire")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ines() -> Utilisateur:
    return Utilisateur.objects.create_user(
        "ines@exemple.fr", MOT_DE_PASSE, prenom="Inès", nom="Faure"
    )


def entrer(agent: str, email: str = "ines@exemple.fr") -> Client:
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": email, "password": MOT_DE_PASSE})
    assert "_auth_user_id" in client.session
    return client


def est_dedans(client: Client) -> bool:
    return client.get(AUTRE_PAGE).status_code == 200


def ligne_de(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def test_chaque_appareil_se_reconnait_et_le_present_est_marque() -> None:
    poste, _ = entrer(FIREFOX), entrer(IPHONE)
    page = poste.get(PAGE).content.decode()
    assert page.count("Firefox, Windows") == 1  # its own: no button that would close it
    assert page.index("Cet appareil") < page.index("Safari, iPhone")
    assert "Me déconnecter" in page
    assert page.count("/fermer/") == 2  # the other one, and all the others


@pytest.mark.parametrize("copiee", ["ines@exemple.fr\u200b", " \ufeffines@exem\u00adple.fr "])
def test_une_adresse_copiee_avec_ce_qui_ne_se_voit_pas_ouvre_le_meme_compte(copiee: str) -> None:
    assert est_dedans(entrer(FIREFOX, copiee))


def test_une_connexion_fermee_s_arrete_a_la_requete_suivante() -> None:
    poste, telephone, tablette = entrer(FIREFOX), entrer(IPHONE), entrer(IPHONE)
    poste.post(reverse("fermer_connexion", args=[ligne_de(telephone).pk]))
    assert [est_dedans(c) for c in (poste, telephone, tablette)] == [True, False, True]
    ligne = LigneJournal.objects.get(action="compte.connexions_fermees")
    assert ligne.details == {"combien": 1}


def test_toutes_les_autres_se_ferment_d_un_coup() -> None:
    poste, telephone, tablette = entrer(FIREFOX), entrer(IPHONE), entrer(IPHONE)
    reponse = poste.post(reverse("fermer_autres_connexions"), follow=True)
    assert "n’est ouvert nulle part ailleurs" in reponse.content.decode()
    assert [est_dedans(c) for c in (poste, telephone, tablette)] == [True, False, False]


def test_on_ne_ferme_que_les_siennes_et_jamais_la_presente() -> None:
    Utilisateur.objects.create_user("luc@exemple.fr", MOT_DE_PASSE, prenom="Luc", nom="Roy")
    ines, luc = entrer(FIREFOX), entrer(IPHONE, "luc@exemple.fr")
    for cible in (luc, ines):
        ines.post(reverse("fermer_connexion", args=[ligne_de(cible).pk]))
    assert est_dedans(luc)
    assert est_dedans(ines)
    assert "iPhone" not in ines.get(PAGE).content.decode()
    assert not LigneJournal.objects.filter(action="compte.connexions_fermees").exists()


def test_un_nouveau_mot_de_passe_ferme_les_autres_et_la_liste_le_dit() -> None:
    poste, telephone = entrer(FIREFOX), entrer(IPHONE)
    nouveau = "Quatre chevaux peignent dimanche"
    champs = {"oldpassword": MOT_DE_PASSE, "password1": nouveau, "password2": nouveau}
    poste.post(reverse("account_change_password"), champs)
    assert est_dedans(poste)
    assert "iPhone" not in poste.get(PAGE).content.decode()
    assert not est_dedans(telephone)


def test_une_session_d_avant_la_liste_y_entre_et_la_derniere_visite_se_note() -> None:
    debut = timezone.now()
    with time_machine.travel(debut, tick=False) as horloge:
        telephone, poste = entrer(IPHONE), entrer(FIREFOX)
        UserSession.objects.filter(session_key=telephone.session.session_key).delete()
        horloge.shift(timedelta(minutes=6))
        telephone.get(AUTRE_PAGE)
        assert "Safari, iPhone" in poste.get(PAGE).content.decode()
        assert ligne_de(poste).last_seen_at - debut == timedelta(minutes=6)


def test_ce_qui_est_fini_est_efface_la_nuit() -> None:
    poste, telephone = entrer(FIREFOX), entrer(IPHONE)
    Session.objects.filter(session_key=telephone.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    assert "iPhone" not in poste.get(PAGE).content.decode()
    assert purger_les_connexions() == 1
    assert [v.session_key for v in UserSession.objects.all()] == [poste.session.session_key]
    assert Session.objects.count() == 1
