"""Nobody learns whether an address has an account: same page, same work, nothing sent."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as reglages
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from habilitations.models import Utilisateur
from habilitations.services.mot_de_passe_oublie import PAR_JOUR, demander_un_lien
from portal.socle import courriels, expedition
from portal.socle.models import Courriel, EtatCourriel, LigneJournal
from tests.limites import oublier_les_essais

MOT_DE_PASSE = "Un-mot-de-passe-solide-2026"
INCONNUE = "personne@exemple.fr"
OUBLIE = reverse("account_reset_password")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _oublier() -> Iterator[None]:
    """The limits of allauth count by address of the machine: that of every test."""
    oublier_les_essais()
    yield
    oublier_les_essais()


@pytest.fixture(autouse=True)
def ines() -> Utilisateur:
    return Utilisateur.objects.create_user(
        "ines@exemple.fr", MOT_DE_PASSE, prenom="Inès", nom="Faure"
    )


@pytest.fixture
def fermee() -> Utilisateur:
    return Utilisateur.objects.create_user(
        "fermee@exemple.fr", MOT_DE_PASSE, prenom="Fée", nom="Roy", is_active=False
    )


def travail(adresse: str, page: str, **champs: str) -> tuple[list[str], str]:
    """The statements that a page asks of the database, and what it answers."""
    with CaptureQueriesContext(connection) as requetes:
        reponse = Client().post(page, champs)
    sans_valeurs = [
        re.sub(r"'[^']*'|\b\d+\b|_curs_\w+", "?", r["sql"]) for r in requetes.captured_queries
    ]
    corps = re.sub(r"[A-Za-z0-9]{64}", "", reponse.content.decode())  # tokens of the forms
    return sans_valeurs, corps.replace(adresse, "?") + reponse.headers.get("Location", "")


def test_demander_un_lien_fait_le_meme_travail_pour_toute_adresse(fermee: Utilisateur) -> None:
    connue, *autres = (
        travail(adresse, OUBLIE, email=adresse)
        for adresse in ("ines@exemple.fr", INCONNUE, fermee.email)
    )
    assert any("INSERT" in sql and "courriel" in sql for sql in connue[0])
    assert all(autre == connue for autre in autres)


def test_se_tromper_de_mot_de_passe_fait_le_meme_travail_pour_toute_adresse(
    fermee: Utilisateur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One password is hashed, whoever it is: that is what takes the time."""
    invite = Utilisateur.objects.create_user("invite@exemple.fr", prenom="Ina", nom="Vite")
    haches: list[str] = []
    encoder = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *a: haches.append("") or encoder(self, *a)
    )

    def essayer(adresse: str) -> tuple[int, list[str], str]:
        haches.clear()
        sql, page = travail(adresse, reverse("account_login"), login=adresse, password="inexact")
        return len(haches), sql, page

    connue, *autres = map(essayer, ("ines@exemple.fr", INCONNUE, fermee.email, invite.email))
    assert connue[0] == 1
    assert all(autre == connue for autre in autres)


def test_rien_ne_part_vers_une_adresse_sans_compte_et_son_adresse_est_oubliee(
    fermee: Utilisateur, mailoutbox: list
) -> None:
    for adresse in ("INES@exemple.fr", INCONNUE, fermee.email):
        Client().post(OUBLIE, {"email": adresse})
    expedition.expedier(list(Courriel.objects.values_list("pk", flat=True)))

    assert [m.to for m in mailoutbox] == [["ines@exemple.fr"]]
    assert "/compte/mot-de-passe/nouveau/" in mailoutbox[0].body
    retires = Courriel.objects.filter(etat=EtatCourriel.RETIRE)
    assert {c.destinataire for c in retires} == {INCONNUE, fermee.email}
    assert all(c.texte == "" for c in retires)

    assert courriels.purger(timezone.now()) == 0
    assert courriels.purger(timezone.now() + timedelta(days=1, minutes=1)) == 2
    assert Courriel.objects.get().destinataire == "ines@exemple.fr"


def test_le_lien_est_fait_quand_il_part_et_efface_ensuite(
    settings: object, mailoutbox: list
) -> None:
    settings.DEMO = False
    Client().post(OUBLIE, {"email": "ines@exemple.fr"})
    courriel = Courriel.objects.get()
    assert courriel.texte == ""
    expedition.expedier([courriel.pk])
    courriel.refresh_from_db()
    assert (courriel.etat, courriel.texte) == (EtatCourriel.ENVOYE, "")
    chemin = re.search(r"/compte/mot-de-passe/nouveau/\S+", mailoutbox[0].body)[0]
    assert "n’est plus valable" not in Client().get(chemin, follow=True).content.decode()


@pytest.fixture
def lignes() -> Iterator[io.StringIO]:
    """Every line of the technical log, as the portal writes them."""
    flux = io.StringIO()
    cible = logging.StreamHandler(flux)
    forme = reglages.LOGGING["formatters"]["json"]
    cible.setFormatter(forme["()"](**{cle: v for cle, v in forme.items() if cle != "()"}))
    racine = logging.getLogger()
    niveau = racine.level
    racine.addHandler(cible)
    racine.setLevel(logging.DEBUG)
    yield flux
    racine.removeHandler(cible)
    racine.setLevel(niveau)


def test_la_cle_du_lien_n_est_ecrite_dans_aucun_journal(
    lignes: io.StringIO, mailoutbox: list, client: Client, settings: object
) -> None:
    """Asked for, sent, followed, mistyped, used, and used again: on every line, and nowhere."""
    settings.DEMO = False
    client.post(OUBLIE, {"email": "ines@exemple.fr"})
    expedition.expedier(list(Courriel.objects.values_list("pk", flat=True)))
    chemin = re.search(r"/compte/mot-de-passe/nouveau/[^\s/]+/", mailoutbox[0].body)[0]
    secret = chemin.rstrip("/").rsplit("/", 1)[1].split("-", 1)[1]
    assert len(secret) > 20

    formulaire = client.get(chemin).headers["Location"]
    for adresse in (chemin, chemin.rstrip("/"), f"{chemin}plus/", f"{chemin}?suite=1"):
        Client().get(adresse)
    nouveau = "Une-autre-phrase-solide-2027"
    client.post(formulaire, {"password1": nouveau, "password2": nouveau})
    ines = Utilisateur.objects.get(email="ines@exemple.fr")
    assert ines.check_password(nouveau)
    Client().get(chemin, follow=True)

    ecrit = lignes.getvalue()
    assert "/compte/mot-de-passe/nouveau/" in ecrit  # the visits are told, without what opens
    assert secret not in ecrit
    assert not Courriel.objects.filter(texte__contains=secret).exists()
    assert not LigneJournal.objects.filter(details__icontains=secret).exists()


def test_un_lien_trop_attendu_ne_part_pas(mailoutbox: list) -> None:
    Client().post(OUBLIE, {"email": "ines@exemple.fr"})
    courriel = Courriel.objects.get()
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        expedition.expedier([courriel.pk])
    courriel.refresh_from_db()
    assert courriel.etat == EtatCourriel.RETIRE
    assert mailoutbox == []


@pytest.mark.parametrize("adresse", ["ines@exemple.fr", INCONNUE])
def test_une_adresse_ne_demande_pas_plus_de_tant_de_liens_par_jour(adresse: str) -> None:
    debut = timezone.now()
    with time_machine.travel(debut, tick=False) as horloge:
        for _ in range(PAR_JOUR + 2):
            demander_un_lien(adresse.upper())
        demander_un_lien("autre@exemple.fr")
        assert Courriel.objects.filter(destinataire=adresse).count() == PAR_JOUR
        horloge.shift(timedelta(days=1, seconds=1))
        demander_un_lien(adresse)
    assert Courriel.objects.filter(destinataire=adresse).count() == PAR_JOUR + 1


def test_la_limite_de_la_page_ne_dit_rien_non_plus() -> None:
    """Counted by what is typed, before anything is looked up."""
    assert "reset_password" not in reglages.ACCOUNT_RATE_LIMITS  # that of allauth, by address
    for adresse in ("ines@exemple.fr", INCONNUE):
        codes = [Client().post(OUBLIE, {"email": adresse}).status_code for _ in range(6)]
        assert codes == [302] * 5 + [429]
