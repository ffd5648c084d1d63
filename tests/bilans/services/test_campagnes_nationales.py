"""A questionnaire's window suspended, resumed and dated at every Caf at once; who is told."""

from datetime import date

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from bilans.models import Bilan, CampagneBilan
from bilans.regles.etats.nouvelles import DATEE, REPRISE, SUSPENDUE
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.invitations import inviter
from bilans.repondants.services.liens import jeton_de
from bilans.services import campagnes_nationales as services
from bilans.services.avis import RELECTEUR, relire_avis
from bilans.services.bilan import ouvrir
from bilans.services.campagnes import Dates, annoncer, dater, reprendre, suspendre
from bilans.services.campagnes_annoncees import ANNONCER, annoncer_campagne
from bilans.services.nouvelles import relire_nouvelle
from bilans.services.ouvertures import generer_les_campagnes
from bilans.services.suspensions import suspendre_les_droits
from portal.dossiers.models import Avis
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee
from portal.socle.relecture import Relu, Retire
from subventions.services.suspensions import suspensions_de
from tests.bilans.bilans import bilan_clas, campagne
from tests.bilans.remplir import transmettre
from tests.monde import MAINTENANT, SIRETS, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le portail a été indisponible deux jours."
DATES = Dates(date(2026, 2, 1), date(2026, 4, 15), date(2026, 4, 30))


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    campagne(monde.autre_caf, "bilan_clas", 2025)
    return bilan_clas(monde)


def partout(bilan: Bilan) -> tuple[int, int]:
    return bilan.version.questionnaire_id, bilan.annee


def toutes() -> list[CampagneBilan]:
    return list(CampagneBilan.objects.order_by("pk"))


def test_suspendre_et_reprendre_partout(monde: Monde, bilan: Bilan) -> None:
    national = acteur(monde.national)
    assert services.suspendre_partout(*partout(bilan), acteur=national, motif=MOTIF) == 2
    assert all(c.est_suspendue and c.motif_de_suspension == MOTIF for c in toutes())
    situation = ouvrir(bilan.pk, acteur(monde.passerelles.activite)).situation
    assert (situation.fenetre_ouverte, situation.suspension) == (False, MOTIF)
    assert not CampagneBilan.objects.a_lancer(DATES.ouvre_le).exists()
    with pytest.raises(ActionRefusee, match="déjà suspendue pour toutes"):
        services.suspendre_partout(*partout(bilan), acteur=national, motif=MOTIF)

    assert services.reprendre_partout(*partout(bilan), acteur=national) == 2
    assert not any(c.est_suspendue for c in toutes())
    with pytest.raises(ActionRefusee, match="n’est pas suspendue"):
        services.reprendre_partout(*partout(bilan), acteur=national)
    ici = [li.action for li in LigneJournal.objects.sur(bilan.campagne)]
    assert ici == ["campagne_bilan.suspendue_partout", "campagne_bilan.reprise_partout"]


def test_une_caf_ne_reprend_pas_ce_que_la_nation_suspend_ni_l_inverse(
    monde: Monde, bilan: Bilan
) -> None:
    national, conseiller = acteur(monde.national), acteur(monde.conseiller)
    services.suspendre_partout(*partout(bilan), acteur=national, motif=MOTIF)
    with pytest.raises(ActionRefusee, match="elle seule la reprend"):
        reprendre(bilan.campagne_id, acteur=conseiller)
    suspendre(bilan.campagne_id, acteur=conseiller, motif="La Caf déménage cette semaine.")

    services.reprendre_partout(*partout(bilan), acteur=national)

    ici, la_bas = (CampagneBilan.objects.get(caf=caf) for caf in (monde.caf, monde.autre_caf))
    assert (ici.qui_suspend, la_bas.qui_suspend) == (f"la {monde.caf.nom}", "")


def test_une_caf_qui_arrive_apres_recoit_la_suspension(monde: Monde) -> None:
    """Its window is generated the night after: nobody answers there either."""
    suspendue = campagne(monde.autre_caf, "bilan_clas", 2025)
    national, cle = acteur(monde.national), (suspendue.questionnaire_id, suspendue.annee)
    services.suspendre_partout(*cle, acteur=national, motif=MOTIF)

    assert generer_les_campagnes(MAINTENANT.date()) > 0

    ici = CampagneBilan.objects.get(caf=monde.caf, questionnaire=cle[0], annee=cle[1])
    assert (ici.est_suspendue, ici.motif_de_suspension) == (True, MOTIF)
    autres = CampagneBilan.objects.exclude(questionnaire=cle[0], annee=cle[1])
    assert not any(c.est_suspendue for c in autres)
    services.reprendre_partout(*cle, acteur=national)
    assert not any(c.est_suspendue for c in toutes())


def test_des_dates_annoncees_ensuite_aussi(monde: Monde) -> None:
    recensement = campagne(monde.autre_caf, "recensement_cct", 2025)
    national = acteur(monde.national)
    services.suspendre_partout(
        recensement.questionnaire_id, recensement.annee, acteur=national, motif=MOTIF
    )
    annoncer(recensement.questionnaire_id, annee=recensement.annee, acteur=national, dates=DATES)
    assert [c.motif_de_suspension for c in toutes()] == [MOTIF, MOTIF]


def test_ce_qui_est_clos_ne_se_suspend_pas(monde: Monde, bilan: Bilan) -> None:
    CampagneBilan.objects.filter(pk=bilan.campagne_id).update(
        ouvre_le="2026-01-01", echeance_le="2026-01-31", ferme_le="2026-01-31"
    )
    with pytest.raises(ActionRefusee, match="close"):
        suspendre(bilan.campagne_id, acteur=acteur(monde.conseiller), motif=MOTIF)
    assert (
        services.suspendre_partout(*partout(bilan), acteur=acteur(monde.national), motif=MOTIF) == 1
    )
    CampagneBilan.objects.update(
        ouvre_le="2026-01-01", echeance_le="2026-01-31", ferme_le="2026-01-31"
    )
    assert services.reprendre_partout(*partout(bilan), acteur=acteur(monde.national)) == 1
    with pytest.raises(ActionRefusee, match="Aucune Caf"):
        services.suspendre_partout(*partout(bilan), acteur=acteur(monde.national), motif=MOTIF)


def test_les_memes_dates_partout_et_rien_sur_ce_qui_les_a_deja(monde: Monde, bilan: Bilan) -> None:
    dater(bilan.campagne_id, acteur=acteur(monde.conseiller), dates=DATES, motif=MOTIF)
    national = acteur(monde.national)
    for attendu in (1, 0):
        faites = services.dater_partout(*partout(bilan), acteur=national, dates=DATES, motif=MOTIF)
        assert faites == attendu
    assert {Dates(c.ouvre_le, c.echeance_le, c.ferme_le) for c in toutes()} == {DATES}
    ligne = LigneJournal.objects.get(action="campagne_bilan.datee_partout")
    assert ligne.caf_id == monde.autre_caf.pk
    assert ligne.details["avant"]["echeance_le"] == "2026-03-31"


@pytest.mark.parametrize("qui", ["conseiller", "responsable"])
def test_par_la_nation_seule(monde: Monde, bilan: Bilan, qui: str) -> None:
    with pytest.raises(ActionRefusee) as refus:
        services.suspendre_partout(*partout(bilan), acteur=acteur(getattr(monde, qui)), motif=MOTIF)
    assert refus.value.interdite


class TestAnnonces:
    def test_le_travailleur_previent_campagne_par_campagne(
        self,
        monde: Monde,
        bilan: Bilan,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        demandes: list[tuple[str, list[object]]] = []
        monkeypatch.setattr(
            "celery.current_app.send_task",
            lambda nom, arguments, **options: demandes.append((nom, arguments)),
        )
        with django_capture_on_commit_callbacks(execute=True):
            services.suspendre_partout(*partout(bilan), acteur=acteur(monde.national), motif=MOTIF)
        le = MAINTENANT.isoformat()
        assert demandes == [(ANNONCER, [c.pk, SUSPENDUE, le, True]) for c in toutes()]

    def test_une_fois_par_personne_et_seulement_qui_est_attendu(
        self, monde: Monde, bilan: Bilan
    ) -> None:
        for _ in range(2):
            annoncer_campagne(bilan.campagne_id, REPRISE, MAINTENANT, nationale=True)
        gens = monde.passerelles
        avis = Avis.objects.select_related("personne")
        assert {a.personne for a in avis} == {gens.activite, gens.approbateur}
        assert len(avis) == Courriel.objects.count() == 2
        assert "L’administration nationale a repris" in avis[0].phrase
        assert "mardi 31 mars 2026 inclus" in avis[0].phrase

        transmettre(bilan, monde)
        assert annoncer_campagne(bilan.campagne_id, DATEE, MAINTENANT, nationale=False) == 0

    def test_reprise_avant_que_le_courriel_parte(self, monde: Monde, bilan: Bilan) -> None:
        conseiller = acteur(monde.conseiller)
        suspendre(bilan.campagne_id, acteur=conseiller, motif=MOTIF)
        annoncer_campagne(bilan.campagne_id, SUSPENDUE, MAINTENANT, nationale=False)
        courriel = Courriel.objects.latest("pk")
        assert isinstance(relire_nouvelle(courriel, MAINTENANT), Relu)
        reprendre(bilan.campagne_id, acteur=conseiller)
        assert isinstance(relire_nouvelle(courriel, MAINTENANT), Retire)

    def test_suspendue_elle_ne_suspend_aucun_droit_et_datee_elle_le_rend(
        self, monde: Monde, bilan: Bilan
    ) -> None:
        tard = date(2026, 4, 1)
        suspendre(bilan.campagne_id, acteur=acteur(monde.conseiller), motif=MOTIF)
        assert suspendre_les_droits(tard) == 0
        CampagneBilan.objects.update(suspendue_le=None, suspendue_motif="")
        assert suspendre_les_droits(tard) == 1
        assert suspendre_les_droits(tard) == 0
        CampagneBilan.objects.update(echeance_le="2026-04-15", ferme_le="2026-04-15")

        annoncer_campagne(bilan.campagne_id, DATEE, MAINTENANT, nationale=True)

        assert not suspensions_de(bilan.equipement_id, bilan.annee)

    def test_qui_repond_par_un_lien_le_recoit_une_fois_et_y_revient(self, monde: Monde) -> None:
        fenetre = campagne(monde.caf, "recensement_cct", 2025)
        aime = LigneListe(1, SIRETS[2], "Aime", "mairie@aime.test", "Anne", "Aubert", ("handicap",))
        (repondant,), _ = inviter(fenetre.pk, [aime], acteur=acteur(monde.conseiller))
        suspendre(fenetre.pk, acteur=acteur(monde.conseiller), motif=MOTIF)
        for attendu in (1, 0):
            faites = annoncer_campagne(fenetre.pk, SUSPENDUE, MAINTENANT, nationale=False)
            assert faites == attendu

        courriel = Courriel.objects.get(destinataire="mairie@aime.test", relecteur=RELECTEUR)
        assert courriel.objet.startswith("Une campagne de bilans est suspendue")
        assert "rien n’est attendu de vous jusqu’à la reprise" in courriel.texte
        assert jeton_de(repondant) in courriel.texte
        assert MOTIF not in courriel.texte
        assert isinstance(relire_avis(courriel, MAINTENANT), Relu)
        # Resumed before it leaves: it would say what is no longer true.
        reprendre(fenetre.pk, acteur=acteur(monde.conseiller))
        assert isinstance(relire_avis(courriel, MAINTENANT), Retire)
