"""The weekly digest, before it leaves and once it is written."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from habilitations.models import Portefeuille
from portal.relances.models import Passage
from portal.relances.services.resume import resumer_la_semaine
from portal.socle.models import Courriel, EtatCourriel
from tests.monde import Monde
from tests.relances.campagnes import a, appelee, autre_er, terminer
from tests.relances.views.pages import connecte

pytestmark = pytest.mark.django_db
LUNDI = date(2026, 3, 30)
RESUME = reverse("relances:resume")


@pytest.fixture(autouse=True)
def _jour() -> object:
    with time_machine.travel(a(LUNDI, 9), tick=False) as voyage:
        yield voyage


def lire(client: Client) -> str:
    reponse = client.get(RESUME)
    assert reponse.status_code == 200
    return " ".join(reponse.content.decode().split())


def passee(monde: Monde, jour: date = LUNDI) -> None:
    """The run of a day came to its end, with nothing to say."""
    Passage.objects.create(
        caf=monde.caf, jour=jour, commence_le=a(jour, 5), fini_le=a(jour, 5) + timedelta(minutes=1)
    )


def test_ce_qui_partira_demain(monde: Monde) -> None:
    """Not written yet this week: the next run writes it, on Tuesday, in the words of Tuesday."""
    appelee(monde)
    passee(monde)
    page = lire(connecte(monde.conseiller))
    assert "Prochain résumé : 31 mars 2026" in page
    assert "Votre semaine : 0 en retard, 1 à rendre d’ici sept jours" in page
    assert "dernier jour aujourd’hui" in page
    assert "Celui de cette semaine" not in page
    assert not Courriel.objects.exists()


def test_un_passage_manque_se_rattrape_le_jour_meme(monde: Monde) -> None:
    """The run of five o’clock did not come: it is taken up within the hour, and writes today."""
    appelee(monde)
    Passage.objects.create(caf=monde.autre_caf, jour=LUNDI, commence_le=a(LUNDI), fini_le=a(LUNDI))
    page = lire(connecte(monde.conseiller))
    assert "Prochain résumé : 30 mars 2026" in page
    assert "Votre semaine : 0 en retard, 1 à rendre d’ici sept jours" in page
    Passage.objects.create(caf=monde.caf, jour=LUNDI, commence_le=a(LUNDI))
    assert "Prochain résumé : 30 mars 2026" in lire(connecte(monde.conseiller))
    Passage.objects.filter(caf=monde.caf).update(fini_le=a(LUNDI, 9))
    assert "Prochain résumé : 31 mars 2026" in lire(connecte(monde.conseiller))


def test_la_prevision_est_ce_qui_part(monde: Monde) -> None:
    appelee(monde)
    passee(monde)
    page = lire(connecte(monde.conseiller))
    mardi = LUNDI + timedelta(days=1)
    resumer_la_semaine(mardi)
    courriel = Courriel.objects.get()
    assert courriel.objet in page
    for ligne in courriel.texte.splitlines()[3:10]:
        assert " ".join(ligne.split()) in page


def test_celui_de_la_semaine_et_le_suivant(monde: Monde) -> None:
    appelee(monde)
    resumer_la_semaine(LUNDI)
    Courriel.objects.update(etat=EtatCourriel.ENVOYE, envoye_le=a(LUNDI, 6))
    page = lire(connecte(monde.conseiller))
    assert "Prochain résumé : 6 avril 2026" in page
    assert "en retard de 6 jours" in page
    assert "Celui de cette semaine" in page
    assert f"à {monde.conseiller.email}" in page
    assert "il reste 1 jour" in page


def test_rien_a_dire(monde: Monde) -> None:
    terminer(appelee(monde))
    assert "Rien à résumer" in lire(connecte(monde.conseiller))


def test_qui_ne_repond_d_aucun_portefeuille(monde: Monde) -> None:
    appelee(monde)
    assert "Aucun résumé à votre nom" in lire(connecte(monde.hors_portefeuille))
    Portefeuille.objects.update(remplacement_du=LUNDI, remplacement_au=LUNDI + timedelta(days=9))
    assert "Aucun résumé à votre nom" in lire(connecte(monde.conseiller))
    assert "Votre semaine" in lire(connecte(monde.remplacant))


def test_chacun_le_sien(monde: Monde) -> None:
    appelee(monde)
    assert connecte(monde.ccd).get(RESUME).status_code == 403
    assert connecte(monde.passerelles.activite).get(RESUME).status_code == 403
    assert "Passerelles" not in lire(connecte(monde.conseiller_nord))


def test_requetes_comptees(monde: Monde) -> None:
    appelee(monde)
    client = connecte(monde.conseiller)
    with CaptureQueriesContext(connection) as une:
        lire(client)
    for i in range(3):
        appelee(monde, equipement=autre_er(monde, f"Espace {i}"))
    with CaptureQueriesContext(connection) as quatre:
        lire(client)
    assert len(quatre) <= len(une) <= 32
