"""What an e-mail says is looked at again as it leaves, by the application that wrote it."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from django.utils import timezone

from portal.socle import courriels, expedition, relecture
from portal.socle.models import Courriel, EtatCourriel
from portal.socle.relecture import Relu, Retire, Verdict, tel_quel
from tests.courrier import Facteur, texte_de

pytestmark = pytest.mark.django_db
NOM = "essai.lecteur"


@pytest.fixture
def lire(monkeypatch: pytest.MonkeyPatch):
    """Have the e-mails of the test read again by a function."""
    return lambda lecteur: monkeypatch.setitem(relecture._relecteurs, NOM, lecteur)


def deposer(**champs: object) -> int:
    return courriels.deposer(
        "avant@exemple.test", "Il reste 1 jour", "Bonjour.\n", relecteur=NOM, **champs
    ).pk


def lu(pk: int) -> Courriel:
    return Courriel.objects.get(pk=pk)


def test_ce_qui_part_est_ce_qui_est_vrai_et_ce_qui_est_garde(facteur: Facteur, lire) -> None:
    vus: list[tuple[object, datetime]] = []

    def lecteur(courriel: Courriel, maintenant: datetime) -> Verdict:
        vus.append((courriel.parametres, maintenant))
        return Relu("apres@exemple.test", "Dernier\njour", "Bonsoir.\n", "<p>Bonsoir.</p>")

    lire(lecteur)
    pk = deposer(parametres={"message": 12})
    lendemain = timezone.now() + timedelta(days=1)
    with time_machine.travel(lendemain, tick=False):
        assert expedition.expedier([pk]).envoyes == 1

    assert vus == [({"message": 12}, lendemain)]
    [message], courriel = facteur.recus, lu(pk)
    assert (message["To"], message["Subject"]) == ("apres@exemple.test", "Dernier jour")
    assert texte_de(message).strip() == "Bonsoir."
    assert "<p>Bonsoir.</p>" in texte_de(message, "html")
    assert (courriel.destinataire, courriel.objet) == ("apres@exemple.test", "Dernier jour")
    assert (courriel.texte, courriel.etat) == ("Bonsoir.\n", EtatCourriel.ENVOYE)
    # Under its own name, and dated from its words.
    assert message["Message-ID"] == courriel.message_id
    assert abs(parsedate_to_datetime(message["Date"]) - lendemain) < timedelta(seconds=1)


def test_ce_qui_n_a_pas_change_garde_sa_date(facteur: Facteur, lire) -> None:
    lire(lambda courriel, maintenant: tel_quel(courriel, "nouvelle@exemple.test"))
    pk = deposer()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert expedition.expedier([pk]).envoyes == 1
    ecart = parsedate_to_datetime(facteur.recus[0]["Date"]) - lu(pk).cree_le
    assert abs(ecart) < timedelta(seconds=1)
    assert lu(pk).reecrit_le is None
    assert facteur.destinataires == ["nouvelle@exemple.test"]


def test_ce_qui_n_a_plus_lieu_est_retire_avec_sa_raison(facteur: Facteur, lire) -> None:
    lire(lambda courriel, maintenant: Retire("Déjà fait entre-temps."))
    pk = deposer()
    assert expedition.expedier([pk]).retires == 1
    assert (lu(pk).etat, lu(pk).erreur) == (EtatCourriel.RETIRE, "Déjà fait entre-temps.")
    assert facteur.recus == []
    assert expedition.lots_en_attente(timezone.now() + timedelta(days=30)) == []


def test_un_lien_retire_perd_son_texte(facteur: Facteur, lire) -> None:
    lire(lambda courriel, maintenant: Retire("Ce lien n’est plus valable."))
    pk = deposer(confidentiel=True)
    expedition.expedier([pk])
    assert (lu(pk).texte, lu(pk).html) == ("", "")


def test_une_relecture_qui_echoue_ne_retient_pas_le_lot(
    facteur: Facteur, lire, caplog: pytest.LogCaptureFixture
) -> None:
    def lecteur(courriel: Courriel, maintenant: datetime) -> Verdict:
        if courriel.objet_id == 1:
            raise RuntimeError("gabarit")
        return tel_quel(courriel)

    lire(lecteur)
    pks = [deposer(), deposer()]
    Courriel.objects.filter(pk=pks[0]).update(objet_id=1)
    bilan = expedition.expedier(pks)
    assert (bilan.envoyes, bilan.echecs) == (1, 1)
    assert (lu(pks[0]).etat, lu(pks[0]).reservation) == (EtatCourriel.ECHEC, None)
    assert "n’a pas pu préparer" in lu(pks[0]).erreur
    assert "gabarit" in caplog.text


def test_un_relecteur_absent_retient_le_courriel(
    facteur: Facteur, caplog: pytest.LogCaptureFixture
) -> None:
    pk = deposer()
    assert expedition.expedier([pk]).echecs == 1
    assert lu(pk).etat == EtatCourriel.ECHEC
    assert facteur.recus == []


def test_ce_que_la_relecture_ecrit_tombe_avec_la_reservation(facteur: Facteur, lire) -> None:
    """Somebody else took the e-mail over meanwhile: nothing is decided here."""

    def lecteur(courriel: Courriel, maintenant: datetime) -> Verdict:
        courriels.deposer("trace@exemple.test", "Trace", "Écrite pendant la relecture.")
        Courriel.objects.filter(pk=courriel.pk).update(reservation="0" * 32)
        return Retire("Plus lieu.")

    lire(lecteur)
    pk = deposer()
    bilan = expedition.expedier([pk])
    assert (bilan.envoyes, bilan.echecs, bilan.retires) == (0, 0, 0)
    assert Courriel.objects.count() == 1
    assert lu(pk).etat == EtatCourriel.EN_COURS


def test_le_serveur_absent_deux_jours_les_mots_sont_ceux_du_depart(facteur: Facteur, lire) -> None:
    """Each attempt reads again; only those of the last one are told."""
    depart = timezone.now()

    def lecteur(courriel: Courriel, maintenant: datetime) -> Verdict:
        jours = (maintenant - depart).days
        return Relu("a@exemple.test", f"{jours} jours après", "Texte.\n")

    lire(lecteur)
    pk, port = deposer(), facteur.port
    facteur.fermer()
    for heures in (0, 1, 12, 24, 36):
        with time_machine.travel(depart + timedelta(hours=heures, minutes=1), tick=False):
            Courriel.objects.update(prochain_essai_le=timezone.now())
            assert expedition.expedier([pk]).echecs == 1
    facteur.ouvrir(port)
    with time_machine.travel(depart + timedelta(days=2, minutes=1), tick=False):
        Courriel.objects.update(prochain_essai_le=timezone.now())
        assert expedition.expedier([pk]).envoyes == 1
    assert str(facteur.recus[0]["Subject"]) == "2 jours après"
