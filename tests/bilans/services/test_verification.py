"""What was sent, checked against its hash and the journal."""

import pytest
from django.db import connection

from bilans.services.verification import bilans_alteres
from portal.socle.models import LigneJournal
from tests.bilans.services.test_envoi import envoyer, piege_rempli
from tests.monde import Monde

pytestmark = pytest.mark.django_db


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


def test_un_envoi_que_le_journal_ne_dit_pas_se_voit(monde: Monde) -> None:
    envoi = envoyer(monde, piege_rempli(monde))
    ligne = LigneJournal.objects.get(action="bilan.transmis")
    falsifier("DELETE FROM socle_lignejournal WHERE id = %s", ligne.pk)
    assert raisons() == ["le journal ne dit pas cet envoi"]
    assert envoi.numero == 1
