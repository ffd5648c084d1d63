"""The weekly digest of an adviser: once a week, to who answers for the portfolio."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from habilitations.models import Portefeuille
from portal.relances.models import Envoi, ResumeHebdo
from portal.relances.services.envoi import relancer
from portal.relances.services.resume import resumer_la_semaine
from portal.socle import courriels
from portal.socle.models import Courriel
from tests.monde import Monde
from tests.relances.campagnes import a, appelee, terminer

pytestmark = pytest.mark.django_db
LUNDI = date(2026, 3, 30)


@pytest.fixture(autouse=True)
def _jour() -> object:
    with time_machine.travel(a(LUNDI), tick=False) as voyage:
        yield voyage


def test_une_fois_par_semaine_meme_un_lundi_manque(monde: Monde) -> None:
    declaration = appelee(monde)
    assert resumer_la_semaine(LUNDI - timedelta(days=7)) == []  # nothing due within a week yet
    mardi = LUNDI + timedelta(days=1)
    assert len(resumer_la_semaine(mardi)) == 1
    for jour in range(6):
        assert resumer_la_semaine(LUNDI + timedelta(days=jour)) == []
    assert len(resumer_la_semaine(LUNDI + timedelta(days=7))) == 1
    terminer(declaration)
    assert resumer_la_semaine(LUNDI + timedelta(days=14)) == []


def test_ce_qu_il_dit(monde: Monde) -> None:
    appelee(monde)
    appelee(monde, nature="previsionnelle", annee=2026, echeance=date(2026, 2, 13))
    resumer_la_semaine(LUNDI)
    courriel = Courriel.objects.get()
    assert courriel.destinataire == monde.conseiller.email
    assert courriel.objet == "Votre semaine : 1 en retard, 1 à rendre d’ici sept jours"
    for texte in (courriel.texte, courriel.html):
        assert "Réelle 2025 – Espace de rencontre Les Passerelles" in texte
        assert "Prévisionnelle 2026" in texte
        assert "en retard de 45 jours" in texte
        assert "En attente du partenaire" in texte
        assert "/relances/" in texte


def test_le_remplacant_le_recoit_a_la_place_du_titulaire(monde: Monde) -> None:
    appelee(monde)
    Portefeuille.objects.update(remplacement_du=LUNDI, remplacement_au=LUNDI)
    resumer_la_semaine(LUNDI)
    assert Courriel.objects.get().destinataire == monde.remplacant.email


def test_un_seul_par_semaine_en_base(monde: Monde) -> None:
    appelee(monde)
    resumer_la_semaine(LUNDI)
    autre = courriels.deposer("a@exemple.test", "Objet", "Texte")
    with pytest.raises(IntegrityError, match="resume_un_par_semaine"), transaction.atomic():
        ResumeHebdo.objects.create(utilisateur=monde.conseiller, semaine=LUNDI, courriel=autre)


def test_la_purge_emporte_les_vieux_resumes_et_garde_les_rappels(monde: Monde) -> None:
    appelee(monde)
    relancer(LUNDI)
    resumer_la_semaine(LUNDI)
    rappels = Envoi.objects.count()
    assert (rappels, ResumeHebdo.objects.count()) == (2, 1)
    Courriel.objects.update(etat="envoye", envoye_le=a(LUNDI))
    assert courriels.purger(a(LUNDI) + timedelta(days=366)) == 1
    assert (Envoi.objects.count(), ResumeHebdo.objects.count()) == (rappels, 0)
