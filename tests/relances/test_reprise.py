"""A portal restored from a backup: nothing leaves of its own accord until somebody resumes it."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from habilitations.models import Utilisateur
from habilitations.tasks import rappeler_les_adhesions, revoir_la_caf
from portal.relances.models import Envoi, Passage, Relance, ResumeHebdo
from portal.relances.services.envoi import relancer
from portal.relances.services.journee import passer, preparer_la_journee
from portal.socle import courriels, expedition, retenues
from portal.socle.models import Courriel, EtatCourriel, LigneJournal
from tests.courrier import Facteur
from tests.monde import MOT_DE_PASSE, Monde
from tests.relances.campagnes import a, appelee
from tests.relances.views.pages import connecte, lire
from tests.socle.test_retenues import restaurer

pytestmark = pytest.mark.django_db
J15, J7 = date(2026, 3, 16), date(2026, 3, 24)


@pytest.fixture
def chef() -> Utilisateur:
    return Utilisateur.objects.create_superuser(
        "chef@exemple.test", MOT_DE_PASSE, prenom="Ada", nom="Chef"
    )


def retenir(le: date, heure: int = 9) -> None:
    """Restored on a day, after the hour of the reminders."""
    restaurer()
    assert retenues.reconnaitre(a(le, heure))


def journee(monde: Monde, jour: date) -> None:
    preparer_la_journee(jour)
    passer(monde.caf.pk, jour)


def reprendre(*options: str) -> str:
    sortie = StringIO()
    call_command("reprendre_les_relances", "--par", "chef@exemple.test", *options, stdout=sortie)
    return " ".join(sortie.getvalue().split())


def test_rien_ne_part_de_soi_meme_puis_tout_ce_qui_est_du(monde: Monde, chef: Utilisateur) -> None:
    declaration = appelee(monde)
    with time_machine.travel(a(J15, 10), tick=False):
        retenir(J15)
        journee(monde, J15)
        assert not Envoi.objects.exists()
        assert not ResumeHebdo.objects.exists()
        assert Passage.objects.inacheves(J15).filter(caf=monde.caf).count() == 0
        assert reprendre() == "Relances reprises ; 0 relance écartée, 0 courriel retiré."
        # The hourly run of the same day takes every Caf up.
        assert monde.caf.pk in preparer_la_journee(J15)
        passer(monde.caf.pk, J15)
    assert Relance.objects.filter(dossier=declaration.pk, envoi__jour=J15).count() == 2
    assert LigneJournal.objects.get(action="relances.reprises_partout").auteur_id == chef.pk


def test_ce_qui_etait_parti_avant_la_perte_n_est_pas_redit(
    monde: Monde, chef: Utilisateur, facteur: Facteur
) -> None:
    """The steps until that day are set aside, what waited is withdrawn, the next ones leave.

    Those too of files that the day calls, which the backup does not know.
    """
    declaration = appelee(monde)
    with time_machine.travel(a(J15, 4), tick=False):
        attendait = courriels.deposer("alice@exemple.test", "Un avis", "Bonjour.")
    with time_machine.travel(a(J15, 10), tick=False):
        retenir(J15)
        dit = reprendre("--parties-jusqu-au", "2026-03-16")
        assert dit == "Relances reprises ; 4 relances écartées, 1 courriel retiré."
        journee(monde, J15)
        assert not Envoi.objects.exists()
        assert expedition.lots_en_attente(a(J15, 11)) == []
    attendait.refresh_from_db()
    assert attendait.etat == EtatCourriel.RETIRE
    assert "16 mars 2026" in attendait.erreur
    ecartees = Relance.objects.filter(dossier=declaration.pk)
    assert {r.ecartee_par for r in ecartees} == {chef}
    assert "avant la restauration du portail" in ecartees[0].ecartee_motif
    relancer(J7)
    assert Relance.objects.filter(dossier=declaration.pk, envoi__jour=J7).count() == 2


def test_les_conseillers_et_l_exploitant_lisent_pourquoi(
    monde: Monde, chef: Utilisateur, client: Client
) -> None:
    appelee(monde)
    with time_machine.travel(a(J15, 10), tick=False):
        courriels.deposer("alice@exemple.test", "Un avis", "Bonjour.")
        conseiller = connecte(monde.conseiller)
        assert "Les relances sont retenues" not in lire(conseiller, J15)
        retenir(J15, 11)
        page = lire(conseiller, J15)
        assert "Les relances sont retenues" in page
        assert retenues.BASE_RESTAUREE in page
        assert "2 courriels prévus" in page
        envoi = conseiller.get("/relances/envoi/", {"jour": str(J15)}).content.decode()
        assert "Les relances sont retenues" in envoi
        client.force_login(chef)
        page = " ".join(client.get("/admin/exploitation/").content.decode().split())
    assert f"par le portail. {retenues.BASE_RESTAUREE} <strong>– à voir</strong>" in page
    assert '<th scope="row">Courriels retenus avec elles</th> <td> 1 </td>' in page
    assert "manage.py reprendre_les_relances" in page


def test_un_envoi_demande_part(monde: Monde, facteur: Facteur) -> None:
    appelee(monde)
    with time_machine.travel(a(J15, 10), tick=False):
        retenir(J15)
        reponse = connecte(monde.conseiller).post(f"/relances/envoi/?jour={J15}", follow=True)
        assert "2 courriels confiés" in " ".join(reponse.content.decode().split())
        assert len(Courriel.objects.libres(retenues.en_cours())) == 2


def test_ni_rappel_d_adhesion_ni_revue(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    faits: list[object] = []
    monkeypatch.setattr("habilitations.tasks.passer", lambda *quoi: faits.append(quoi))
    revoir_la_caf(monde.caf.pk, str(J15))
    assert len(faits) == 1
    retenir(J15)
    revoir_la_caf(monde.caf.pk, str(J15))
    assert len(faits) == 1
    assert rappeler_les_adhesions() == 0


def test_retenir_a_la_main(monde: Monde, chef: Utilisateur) -> None:
    with pytest.raises(CommandError, match="quinze"):
        call_command("retenir_les_relances", "--par", chef.email, "--motif", "x", verbosity=0)
    motif = "Les disques ont été restaurés à leur état d’hier."
    call_command("retenir_les_relances", "--par", chef.email, "--motif", motif, verbosity=0)
    retenue = retenues.en_cours()
    assert retenue
    assert (retenue.motif, retenue.par_id) == (motif, chef.pk)
    sortie = StringIO()
    call_command("relancer", stdout=sortie)
    assert motif in sortie.getvalue()


def test_ce_que_la_reprise_refuse(monde: Monde, chef: Utilisateur) -> None:
    with pytest.raises(CommandError, match="ne sont pas retenues"):
        reprendre()
    retenir(J15)
    with pytest.raises(CommandError, match="pas encore venu"):
        reprendre("--parties-jusqu-au", "2999-01-01")
    with pytest.raises(CommandError, match="exploitant"):
        call_command("reprendre_les_relances", "--par", monde.conseiller.email)
    assert retenues.en_cours()
