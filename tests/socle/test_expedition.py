"""Sending e-mails through a real mail server that works, refuses, is slow, hangs up or is down."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.socle import courriels, expedition, smtp, tasks
from portal.socle.issues_courriels import DELAIS
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur, port_libre, texte_de
from tests.socle.expeditions import avancer, deposer, lu

pytestmark = pytest.mark.django_db


def test_un_courriel_part_une_fois_en_texte_et_en_html(facteur: Facteur) -> None:
    [pk] = deposer()

    assert expedition.expedier([pk, pk]).envoyes == 1
    assert expedition.expedier([pk]).envoyes == 0

    [message] = facteur.recus
    courriel = lu(pk)
    assert courriel.etat == EtatCourriel.ENVOYE
    assert courriel.envoye_le is not None
    assert (courriel.essais, courriel.erreur) == (1, "")
    assert message["Message-ID"] == courriel.message_id
    assert message["Subject"] == "À saisir"
    assert message["Auto-Submitted"] == "auto-generated"
    assert texte_de(message).strip() == "Bonjour."
    assert "<p>Bonjour.</p>" in texte_de(message, "html")


def test_un_courriel_confidentiel_perd_son_texte(facteur: Facteur) -> None:
    pk = courriels.deposer("a@exemple.test", "Lien", "https://lien", confidentiel=True).pk
    expedition.expedier([pk])
    assert (lu(pk).texte, lu(pk).html) == ("", "")
    assert "https://lien" in texte_de(facteur.recus[0])


def test_un_serveur_absent_est_reessaye_de_plus_en_plus_tard(settings: object) -> None:
    settings.EMAIL_BACKEND = "portal.socle.smtp.RemiseSmtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port_libre()
    [pk, autre] = deposer(2)

    attentes = []
    for _ in range(len(DELAIS)):
        avancer(pk)
        avant = timezone.now()
        assert expedition.expedier([pk, autre]).echecs >= 1
        assert lu(pk).etat == EtatCourriel.ECHEC
        attentes.append(round((lu(pk).prochain_essai_le - avant).total_seconds() / 60))
    assert attentes == list(DELAIS) == sorted(DELAIS)
    # The silence of the server is told to the whole lot at once.
    assert lu(autre).essais == 1

    avancer(pk)
    expedition.expedier([pk])
    courriel = lu(pk)
    assert courriel.etat == EtatCourriel.ABANDONNE
    assert len(courriel.echecs) == courriel.essais == len(DELAIS) + 1
    assert "refuse la connexion" in courriel.erreur
    assert courriel.prochain_essai_le is None
    assert expedition.lots_en_attente(timezone.now() + timedelta(days=30)) == [[autre]]

    courriels.reessayer(courriel)
    assert lu(pk).etat == EtatCourriel.A_ENVOYER


@pytest.mark.parametrize(
    ("champ", "reponse"),
    [("refus", "451 Pas maintenant"), ("refus_destinataire", "450 Revenez plus tard")],
)
def test_un_serveur_qui_refuse_est_reessaye(facteur: Facteur, champ: str, reponse: str) -> None:
    setattr(facteur, champ, reponse)
    pks = deposer(2)

    assert expedition.expedier(pks).echecs == 2
    assert all(reponse in lu(pk).erreur for pk in pks)
    assert all((lu(pk).etat, lu(pk).reprises) == (EtatCourriel.ECHEC, 0) for pk in pks)

    setattr(facteur, champ, "")
    assert expedition.expedier(pks).envoyes == 0  # not before their time
    for pk in pks:
        avancer(pk)
    assert expedition.expedier(pks).envoyes == 2
    assert len(facteur.recus) == 2
    assert all(lu(pk).erreur == "" and len(lu(pk).echecs) == 1 for pk in pks)


@pytest.mark.parametrize(
    ("champ", "reponse"),
    [("refus", "554 Contenu refusé"), ("refus_destinataire", "550 5.1.1 Adresse inconnue")],
)
def test_un_refus_definitif_n_est_pas_reessaye(facteur: Facteur, champ: str, reponse: str) -> None:
    setattr(facteur, champ, reponse.encode("ascii", "replace").decode())
    [pk] = deposer()

    assert expedition.expedier([pk]).echecs == 1
    courriel = lu(pk)
    assert (courriel.etat, courriel.essais) == (EtatCourriel.ABANDONNE, 1)
    assert reponse[:3] in courriel.erreur
    assert "refus définitif" in courriel.erreur
    assert expedition.lots_en_attente(timezone.now() + timedelta(days=30)) == []

    setattr(facteur, champ, "")
    courriels.reessayer(courriel)  # once the address was looked at, somebody may
    assert expedition.expedier([pk]).envoyes == 1


def test_une_adresse_ne_recoit_pas_plus_de_tant_par_jour(
    facteur: Facteur, settings: object
) -> None:
    settings.COURRIELS_PAR_JOUR = 2
    pks = [courriels.deposer("ines@exemple.test", f"N° {i}", "Bonjour.").pk for i in range(3)]
    [autre] = deposer()

    bilan = expedition.expedier([*pks, autre])
    assert (bilan.envoyes, bilan.reportes, bilan.echecs) == (3, 1, 0)
    reporte = lu(pks[2])
    assert reporte.essais == 0  # no attempt was lost
    assert "déjà reçu 2 courriels" in reporte.erreur
    assert reporte.prochain_essai_le == lu(pks[0]).envoye_le + timedelta(days=1)

    demain = timezone.now() + timedelta(days=1, minutes=1)
    Courriel.objects.filter(pk__in=pks[:2]).update(envoye_le=timezone.now() - timedelta(days=1))
    avancer(pks[2])
    assert expedition.expedier([pks[2]]).envoyes == 1
    assert expedition.lots_en_attente(demain) == []


def test_un_serveur_lent_a_repondre_est_attendu(
    facteur: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the time given to each other command: giving up there is how doubles are made."""
    facteur.lenteur = 2.5
    [pk] = deposer()
    assert expedition.expedier([pk]).envoyes == 1
    assert len(facteur.recus) == 1


def test_un_serveur_qui_coupe_sans_repondre_recoit_une_seule_reprise(facteur: Facteur) -> None:
    """Nobody can know whether it kept the message: once more, under the same name, then no more."""
    facteur.coupe = True
    [pk] = deposer()

    expedition.expedier([pk])
    assert (lu(pk).etat, lu(pk).reprises) == (EtatCourriel.ECHEC, 1)
    avancer(pk)
    expedition.expedier([pk])

    assert lu(pk).etat == EtatCourriel.ABANDONNE
    assert "il a pu arriver" in lu(pk).erreur
    assert len(facteur.recus) == 2
    assert facteur.identifiants() == {lu(pk).message_id}


def test_un_serveur_trop_lent_pour_repondre_du_tout(
    facteur: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "DELAI_REPONSE_FINALE", 0.2)
    facteur.lenteur = 1.0
    [pk] = deposer()
    expedition.expedier([pk])
    assert lu(pk).etat == EtatCourriel.ECHEC
    assert "pas répondu à temps" in lu(pk).erreur
    assert lu(pk).reprises == 1


def test_un_lot_s_arrete_quand_il_dure(facteur: Facteur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expedition, "DUREE_LOT", 0.3)
    facteur.lenteur = 0.4
    pks = deposer(3)
    Courriel.objects.filter(pk=pks[2]).update(
        etat=EtatCourriel.ECHEC, erreur="Refusé pour l’instant.", essais=1
    )
    bilan = expedition.expedier(pks)
    assert (bilan.envoyes, bilan.laisses) == (1, pks[1:])
    # Those that it did not begin are as they were.
    rendus = [(lu(pk).etat, lu(pk).essais) for pk in pks[1:]]
    assert rendus == [(EtatCourriel.A_ENVOYER, 0), (EtatCourriel.ECHEC, 1)]


@pytest.mark.django_db(transaction=True)
def test_une_page_n_attend_ni_le_serveur_ni_la_file(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No mail server, no queue: the row is kept, the request goes on."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port_libre()
    app = tasks.expedier.app
    ancienne = app.conf.broker_url
    # Connections of its own to a queue that is not there; the others are given back untouched.
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    app.conf.broker_url = f"redis://127.0.0.1:{port_libre()}/0"
    try:
        debut = time.monotonic()
        with transaction.atomic():
            pk = courriels.deposer("a@exemple.test", "Objet", "Texte").pk
        assert time.monotonic() - debut < 5
    finally:
        app.conf.broker_url = ancienne
    assert lu(pk).etat == EtatCourriel.A_ENVOYER
    assert expedition.lots_en_attente(timezone.now()) == [[pk]]
