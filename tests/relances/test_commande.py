"""``manage.py relancer``: the plan as JSON without a trace, or the day's work from cron."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from declarations.models import Declaration
from declarations.services.referentiels import charger_calendrier
from portal.relances.models import Envoi, Relance
from portal.relances.services.envoi import relancer
from portal.socle.models import Courriel, EtatCourriel, LigneJournal
from tests.courrier import Facteur
from tests.monde import Monde
from tests.relances.campagnes import a, appelee, autre_er

pytestmark = pytest.mark.django_db
J15 = "2026-03-16"
CLES = {"declaration", "etape", "manque", "echeance"}


def lancer(*options: str) -> str:
    sortie = StringIO()
    call_command("relancer", *options, stdout=sortie)
    return sortie.getvalue()


def test_a_blanc_affiche_le_plan_et_n_ecrit_rien(monde: Monde) -> None:
    declaration = appelee(monde)
    seconde = appelee(monde, equipement=autre_er(monde))
    lignes = LigneJournal.objects.count()

    with CaptureQueriesContext(connection) as requetes:
        entrees = json.loads(lancer("--date", J15, "--a-blanc"))

    assert all(r["sql"].startswith("SELECT") for r in requetes)
    siret = monde.passerelles.gestionnaire.siret
    assert [(e["destinataire"], e["gestionnaire"]) for e in entrees] == [
        (monde.passerelles.activite.email, siret),
        (monde.passerelles.finances.email, siret),
    ]
    assert all(set(o) == CLES for o in entrees[0]["objets"])
    assert entrees[0]["objets"][0] == {
        "declaration": seconde.reference,
        "etape": "J-15",
        "manque": "Saisir et signer les données d’activité",
        "echeance": "2026-03-31",
    }
    assert {o["declaration"] for o in entrees[0]["objets"]} == {
        declaration.reference,
        seconde.reference,
    }
    assert not Envoi.objects.exists()
    assert not Relance.objects.exists()
    assert not Courriel.objects.exists()
    assert LigneJournal.objects.count() == lignes


def test_a_blanc_sans_rien_a_dire(db: None) -> None:
    assert json.loads(lancer("--a-blanc")) == []


def test_le_plan_a_blanc_est_ce_qui_part(monde: Monde) -> None:
    appelee(monde)
    prevus = {e["destinataire"] for e in json.loads(lancer("--date", J15, "--a-blanc"))}
    relancer(date.fromisoformat(J15))
    assert set(Courriel.objects.values_list("destinataire", flat=True)) == prevus
    assert json.loads(lancer("--date", J15, "--a-blanc")) == []


def test_depuis_cron_sans_worker(monde: Monde, facteur: Facteur) -> None:
    """Campaigns open, e-mails leave, and the second run finds nothing."""
    charger_calendrier()
    appelee(monde)
    with time_machine.travel(a(date(2026, 3, 16)), tick=False):
        sortie = lancer("--date", J15)
        assert "4\u00a0courriels préparés, 4\u00a0envoyés, 0\u00a0erreur." in sortie
        assert Declaration.objects.count() > 1
        assert "0\u00a0déclaration appelée, 0\u00a0courriel préparé, 0" in lancer("--date", J15)
    assert len(facteur.recus) == 4
    assert set(Courriel.objects.values_list("etat", flat=True)) == {EtatCourriel.ENVOYE}


def test_une_date_illisible_est_refusee(db: None) -> None:
    with pytest.raises(CommandError, match="16/03/2026"):
        lancer("--date", "16/03/2026")
