"""The weekly digest of an adviser: once a week, to who answers for the portfolio."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from habilitations.models import Portefeuille
from portal.relances.models import Envoi, ResumeHebdo
from portal.relances.services.envoi import relancer
from portal.relances.services.resume import resumer_la_semaine
from portal.socle import courriels, expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur, texte_de
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


class TestRelu:
    """It says where things stand when it leaves; that of a week gone by does not leave."""

    def expedier(self, jour: date) -> expedition.Bilan:
        with time_machine.travel(a(jour, 9), tick=False):
            return expedition.expedier(list(Courriel.objects.values_list("pk", flat=True)))

    def test_envoye_le_mercredi(self, monde: Monde, facteur: Facteur) -> None:
        appelee(monde)
        resumer_la_semaine(LUNDI)
        assert "il reste 1 jour" in Courriel.objects.get().texte
        assert self.expedier(LUNDI + timedelta(days=2)).envoyes == 1
        texte = texte_de(facteur.recus[0])
        assert "en retard de 1 jour" in texte
        assert "il reste" not in texte
        assert str(facteur.recus[0]["Subject"]).strip().startswith("Votre semaine : 1 en retard, 0")

    def test_la_semaine_passee(self, monde: Monde, facteur: Facteur) -> None:
        appelee(monde)
        resumer_la_semaine(LUNDI)
        suivant = LUNDI + timedelta(days=7)
        resumer_la_semaine(suivant)
        bilan = self.expedier(suivant)
        assert (bilan.envoyes, bilan.retires) == (1, 1)
        assert "en retard de 6 jours" in texte_de(facteur.recus[0])
        retire = Courriel.objects.get(etat=EtatCourriel.RETIRE)
        assert retire.erreur == "La semaine de ce résumé était passée au moment de l’envoi."

    def test_plus_rien_a_dire_ou_plus_la(self, monde: Monde, facteur: Facteur) -> None:
        declaration = appelee(monde)
        resumer_la_semaine(LUNDI)
        terminer(declaration)
        assert self.expedier(LUNDI).retires == 1
        assert facteur.recus == []

    def test_compte_ferme(self, monde: Monde, facteur: Facteur) -> None:
        appelee(monde)
        resumer_la_semaine(LUNDI)
        monde.conseiller.is_active = False
        monde.conseiller.save()
        assert self.expedier(LUNDI).retires == 1
