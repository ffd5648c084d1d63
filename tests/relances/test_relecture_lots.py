"""Reminders read again by lots as they leave: what holds for one holds for each."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.relances.models import Relance
from portal.relances.services.envoi import relancer
from portal.relances.services.relecture import DEJA_ECRIT, relire_rappels
from portal.socle import expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur
from tests.monde import Monde, Role, habiliter, personne
from tests.relances.attente import J1, J15, d_alice, ecrire, expedier, recus
from tests.relances.campagnes import ECHEANCE, a, appelee, terminer

pytestmark = pytest.mark.django_db
J7 = date(2026, 3, 24)


def etapes(monde: Monde) -> dict[str, int]:
    """The step of which each person was told, by first name; withdrawn ones left out."""
    relances = Relance.objects.reglees().select_related("utilisateur")
    return {r.utilisateur.prenom: r.etape for r in relances}


def test_autant_de_requetes_pour_huit_que_pour_deux(monde: Monde) -> None:
    for rang in range(6):
        qui = personne(f"aide{rang}", f"Aide{rang}", "Saisie")
        habiliter(qui, monde.passerelles.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    appelee(monde)
    ecrire(J15)
    courriels = list(Courriel.objects.order_by("pk"))
    assert len(courriels) == 8

    def compter(lus: list[Courriel]) -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert set(relire_rappels(lus, a(J15, 9))) == {c.pk for c in lus}
        return len(requetes)

    assert compter(courriels) == compter(courriels[:2])


def test_chacun_garde_l_etape_qui_lui_a_ete_dite(monde: Monde, facteur: Facteur) -> None:
    """One of them ahead of its day, the other not, about the same file, in the same lot."""
    appelee(monde)
    alice, fabien = monde.passerelles.activite, monde.passerelles.finances
    with time_machine.travel(a(J15), tick=False):
        relancer(J15, personnes=[fabien.pk])
    le_lendemain = date(2026, 3, 17)
    with time_machine.travel(a(le_lendemain), tick=False):
        relancer(le_lendemain, pour=J7, personnes=[alice.pk])
    assert expedier(le_lendemain).envoyes == 2
    assert etapes(monde) == {alice.prenom: -7, fabien.prenom: -15}
    assert recus(facteur, monde)[0].endswith("il reste 14 jours")


def test_deux_courriels_d_une_personne_dans_un_lot(monde: Monde, facteur: Facteur) -> None:
    """The second was written when the first could not be withdrawn: one alone leaves."""
    appelee(monde)
    ecrire(J15)
    Courriel.objects.update(etat=EtatCourriel.ABANDONNE, erreur="Adresse refusée.")
    ecrire(J7)
    Courriel.objects.filter(etat=EtatCourriel.ABANDONNE).update(
        etat=EtatCourriel.A_ENVOYER, prochain_essai_le=a(J7)
    )
    bilan = expedier(J7)
    assert (bilan.envoyes, bilan.retires) == (2, 2)
    assert len(recus(facteur, monde)) == 1
    assert d_alice(monde) == [(-15, DEJA_ECRIT), (-7, "")]


def test_lu_depuis_longtemps_il_est_relu_seul(
    monde: Monde, facteur: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow server: the file is finished while the first of the lot is handed over."""
    declaration = appelee(monde)
    ecrire(J1)
    monkeypatch.setattr(expedition, "FRAICHEUR", 0.0)
    remettre = expedition._commencer_la_remise

    def remettre_puis_terminer(courriel: Courriel) -> None:
        remettre(courriel)
        terminer(declaration)

    monkeypatch.setattr(expedition, "_commencer_la_remise", remettre_puis_terminer)
    bilan = expedier(ECHEANCE, 2)
    assert (bilan.envoyes, bilan.retires) == (1, 1)
    assert len(facteur.recus) == 1


def test_une_relecture_commune_qui_echoue_n_arrete_personne(
    monde: Monde, facteur: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    appelee(monde)
    ecrire(J1)

    def echouer(*_: object) -> None:
        raise RuntimeError("relecture commune")

    monkeypatch.setattr(expedition, "relire_ensemble", echouer)
    assert expedier(ECHEANCE, 2).envoyes == 2
    assert recus(facteur, monde)[0].endswith("dernier jour aujourd’hui")


def test_un_lot_interrompu_rend_ce_qu_il_avait_reserve(
    monde: Monde, facteur: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No attempt is counted, and the next round takes it at once."""
    appelee(monde)
    ecrire(J1)
    monkeypatch.setattr(expedition, "DUREE_LOT", 0.2)
    facteur.lenteur = 0.3
    bilan = expedier(J1)
    assert (bilan.envoyes, len(bilan.laisses)) == (1, 1)
    rendu = Courriel.objects.get(pk=bilan.laisses[0])
    assert (rendu.etat, rendu.essais, rendu.reservation) == (EtatCourriel.A_ENVOYER, 0, None)
    facteur.lenteur = 0.0
    assert expedier(J1).envoyes == 1
