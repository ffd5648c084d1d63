"""Campaigns of bilans: suspended, resumed, given other dates, announced."""

from datetime import date
from typing import Any

import pytest

from bilans.models import Bilan, CampagneBilan, Questionnaire
from bilans.services.bilan import ouvrir
from bilans.services.campagnes import Dates, annoncer, dater, reprendre, suspendre
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.bilans.bilans import bilan_clas, questionnaires
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = pytest.mark.django_db
MOTIF = "Le portail a été indisponible deux jours."
DATES = Dates(date(2026, 2, 1), date(2026, 4, 15), date(2026, 4, 30))


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return bilan_clas(monde)


def relue(bilan: Bilan) -> CampagneBilan:
    return CampagneBilan.objects.get(pk=bilan.campagne_id)


class TestSuspendre:
    @pytest.mark.parametrize("qui", ["conseiller", "hors_portefeuille", "national"])
    def test_plus_personne_ne_repond_puis_on_reprend(
        self, monde: Monde, bilan: Bilan, qui: str
    ) -> None:
        agent = acteur(getattr(monde, qui))
        suspendre(bilan.campagne_id, acteur=agent, motif=MOTIF)

        campagne = relue(bilan)
        assert (campagne.suspendue_le, campagne.suspendue_motif) == (MAINTENANT, MOTIF)
        situation = ouvrir(bilan.pk, acteur(monde.passerelles.activite)).situation
        assert (situation.fenetre_ouverte, situation.suspension) == (False, MOTIF)

        reprendre(bilan.campagne_id, acteur=agent)
        assert not relue(bilan).est_suspendue
        assert ouvrir(bilan.pk, acteur(monde.passerelles.activite)).situation.fenetre_ouverte
        lignes = LigneJournal.objects.sur(campagne)
        assert [li.action for li in lignes] == [
            "campagne_bilan.suspendue",
            "campagne_bilan.reprise",
        ]

    def test_deux_fois_c_est_dit(self, monde: Monde, bilan: Bilan) -> None:
        conseiller = acteur(monde.conseiller)
        with pytest.raises(ActionRefusee, match="n’est pas suspendue"):
            reprendre(bilan.campagne_id, acteur=conseiller)
        suspendre(bilan.campagne_id, acteur=conseiller, motif=MOTIF)
        with pytest.raises(ActionRefusee, match="déjà suspendue"):
            suspendre(bilan.campagne_id, acteur=conseiller, motif=MOTIF)


class TestDater:
    def test_les_dates_d_avant_restent_au_journal(self, monde: Monde, bilan: Bilan) -> None:
        dater(bilan.campagne_id, acteur=acteur(monde.conseiller), dates=DATES, motif=MOTIF)

        campagne = relue(bilan)
        assert Dates(campagne.ouvre_le, campagne.echeance_le, campagne.ferme_le) == DATES
        ligne = LigneJournal.objects.sur(campagne).get()
        assert ligne.motif == MOTIF
        assert ligne.details["avant"]["echeance_le"] == "2026-03-31"
        assert ligne.details["apres"]["ferme_le"] == "2026-04-30"

    def test_un_second_clic_n_ecrit_rien(self, monde: Monde, bilan: Bilan) -> None:
        for _ in range(2):
            dater(bilan.campagne_id, acteur=acteur(monde.conseiller), dates=DATES, motif=MOTIF)
        assert LigneJournal.objects.sur(relue(bilan)).count() == 1

    @pytest.mark.parametrize(
        ("dates", "champ"),
        [
            (Dates(date(2026, 4, 1), date(2026, 3, 1), date(2026, 4, 1)), "echeance_le"),
            (Dates(date(2026, 2, 1), date(2026, 3, 1), date(2026, 2, 15)), "ferme_le"),
        ],
    )
    def test_elles_se_suivent(self, monde: Monde, bilan: Bilan, dates: Dates, champ: str) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            dater(bilan.campagne_id, acteur=acteur(monde.conseiller), dates=dates, motif=MOTIF)
        assert refus.value.champ == champ


class TestQui:
    @pytest.mark.parametrize("qui", ["ccd", "responsable", "passerelles.approbateur"])
    def test_les_autres_ne_decident_pas(self, monde: Monde, bilan: Bilan, qui: str) -> None:
        personne: Any = monde
        for nom in qui.split("."):
            personne = getattr(personne, nom)
        for service, options in (
            (suspendre, {"motif": MOTIF}),
            (reprendre, {}),
            (dater, {"motif": MOTIF, "dates": DATES}),
        ):
            with pytest.raises(ActionRefusee) as refus:
                service(bilan.campagne_id, acteur=acteur(personne), **options)
            assert refus.value.interdite

    def test_ni_une_autre_caf(self, monde: Monde, bilan: Bilan) -> None:
        with pytest.raises(CampagneBilan.DoesNotExist):
            suspendre(bilan.campagne_id, acteur=acteur(monde.conseiller_nord), motif=MOTIF)


class TestAnnoncer:
    @pytest.fixture
    def recensement(self, monde: Monde) -> Questionnaire:
        questionnaires()
        return Questionnaire.objects.get(code="recensement_cct")

    def annoncer(self, monde: Monde, questionnaire: Questionnaire, **options: Any) -> int:
        arguments = {"annee": JOUR.year, "dates": DATES} | options
        qui = arguments.pop("qui", monde.national)
        return annoncer(questionnaire.pk, acteur=acteur(qui), **arguments)

    def test_a_toutes_les_caf_une_fois(self, monde: Monde, recensement: Questionnaire) -> None:
        assert self.annoncer(monde, recensement) == 1
        campagne = CampagneBilan.objects.get(questionnaire=recensement)
        assert (campagne.caf, campagne.annee, campagne.echeance_le) == (
            monde.caf,
            2026,
            DATES.echeance_le,
        )
        assert self.annoncer(monde, recensement) == 0
        assert LigneJournal.objects.sur(campagne).count() == 1

    def test_de_nouvelles_dates_remplacent_les_premieres(
        self, monde: Monde, recensement: Questionnaire
    ) -> None:
        self.annoncer(monde, recensement)
        plus_tard = Dates(date(2026, 2, 1), date(2026, 9, 15), date(2026, 9, 15))
        assert self.annoncer(monde, recensement, dates=plus_tard, caf_id=monde.caf.pk) == 1
        assert CampagneBilan.objects.get(questionnaire=recensement).ferme_le == plus_tard.ferme_le

    def test_pas_un_questionnaire_qui_a_son_calendrier(
        self, monde: Monde, recensement: Questionnaire
    ) -> None:
        clas = Questionnaire.objects.get(code="bilan_clas")
        with pytest.raises(DemandeInvalide) as refus:
            self.annoncer(monde, clas)
        assert refus.value.champ == "questionnaire"

    def test_ni_un_exercice_qu_il_ne_couvre_pas(
        self, monde: Monde, recensement: Questionnaire
    ) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            self.annoncer(monde, recensement, annee=2020)
        assert refus.value.champ == "annee"

    def test_par_l_administration_nationale_seule(
        self, monde: Monde, recensement: Questionnaire
    ) -> None:
        with pytest.raises(ActionRefusee) as refus:
            self.annoncer(monde, recensement, qui=monde.conseiller)
        assert refus.value.interdite
