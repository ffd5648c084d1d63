"""What was sent, checked against its hash and the journal."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bilans.models import Bilan
from bilans.services.verification import bilans_alteres
from portal.socle.models import LigneJournal
from tests.bilans.bilans import bilan_cct
from tests.bilans.remplir import transmettre
from tests.bilans.services.test_envoi import envoyer, piege_rempli
from tests.bilans.services.test_pieces import joindre_par
from tests.monde import Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def falsifier(sql: str, *valeurs: object) -> None:
    """Change what no code may: as somebody who holds the database would."""
    with connection.cursor() as curseur:
        curseur.execute("SET session_replication_role = replica")
        curseur.execute(sql, valeurs)
        curseur.execute("SET session_replication_role = DEFAULT")


def raisons() -> list[str]:
    return [faute.raison for faute in bilans_alteres()]


def test_ce_qui_est_transmis_concorde(monde: Monde) -> None:
    envoyer(monde, piege_rempli(monde))
    assert raisons() == []


def test_une_reponse_changee_se_voit(monde: Monde) -> None:
    envoi = envoyer(monde, piege_rempli(monde))
    falsifier(
        """UPDATE bilans_envoibilan SET reponses = reponses || '{"n": "9"}' WHERE id = %s""",
        envoi.pk,
    )
    assert raisons() == ["son contenu ne correspond plus à son empreinte"]


def test_une_piece_passee_a_un_autre_bilan_se_voit(monde: Monde) -> None:
    """Each sending is read with its own papers, whatever else its lot holds."""
    avec = bilan_cct(monde)
    joindre_par(avec, monde.passerelles.activite)
    joint = transmettre(Bilan.objects.get(pk=avec.pk), monde)
    autre = envoyer(monde, piege_rempli(monde))
    assert raisons() == []
    falsifier("UPDATE dossiers_piecejointe SET dossier_id = %s", autre.bilan_id)
    altere = "son contenu ne correspond plus à son empreinte"
    assert {(faute.objet, faute.raison) for faute in bilans_alteres()} == {
        (f"{joint.reference}, envoi 1", altere),
        (f"{autre.bilan.reference}, envoi 1", altere),
    }


def test_un_envoi_efface_est_dit_par_le_journal(monde: Monde) -> None:
    envoi = envoyer(monde, piege_rempli(monde))
    falsifier("UPDATE bilans_bilan SET dernier_envoi_id = NULL")
    falsifier("DELETE FROM bilans_envoibilan WHERE id = %s", envoi.pk)
    (faute,) = bilans_alteres()
    assert faute.objet == f"bilan n° {envoi.bilan_id}"
    assert faute.raison == "le journal dit un envoi qui n’existe plus"


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_d_envois(monde: Monde) -> None:
    def compter() -> int:
        with CaptureQueriesContext(connection) as lues:
            assert raisons() == []
        return len(lues)

    envoyer(monde, piege_rempli(monde))
    un = compter()
    avec = bilan_cct(monde)
    joindre_par(avec, monde.passerelles.activite)
    transmettre(Bilan.objects.get(pk=avec.pk), monde)
    assert compter() == un


def test_un_envoi_que_le_journal_ne_dit_pas_se_voit(monde: Monde) -> None:
    envoi = envoyer(monde, piege_rempli(monde))
    ligne = LigneJournal.objects.get(action="bilan.transmis")
    falsifier("DELETE FROM socle_lignejournal WHERE id = %s", ligne.pk)
    assert raisons() == ["le journal ne dit pas cet envoi"]
    assert envoi.numero == 1
