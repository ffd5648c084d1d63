"""Background work: what beat plans, the worker knows; and it leaves the portal as it should."""

import pytest
from django.core.management import get_commands, load_command_class

from declarations.models import Campagne, Declaration
from declarations.regles.etats import Etat
from declarations.services.referentiels import charger_calendrier
from portal.celery import app
from portal.relances.models import Passage
from portal.relances.services import journee
from portal.relances.services.journee import faire_la_journee
from portal.relances.tasks import passer_la_caf, travail_du_jour
from portal.socle.taches import Tache
from tests.monde import JOUR, Monde

APPLICATIONS = ("portal", "bilans", "declarations", "subventions", "habilitations")


def test_tout_ce_qui_est_planifie_existe() -> None:
    app.loader.import_default_modules()
    planifiees = {entree["task"] for entree in app.conf.beat_schedule.values()}
    assert "portal.relances.tasks.travail_du_jour" in planifiees
    assert "portal.socle.tasks.tournee" in planifiees
    assert "declarations.tasks.appliquer_transferts" in planifiees
    assert "declarations.tasks.arreter_les_releves" in planifiees
    assert "portal.socle.tasks.sceller_le_journal" in planifiees
    assert "habilitations.tasks.verifier_les_droits" in planifiees
    assert "habilitations.tasks.revoir_les_droits" in planifiees
    assert {t for t in app.tasks if "purger" in t} <= planifiees
    assert planifiees <= set(app.tasks)


def test_chaque_tache_dit_pourquoi_elle_voit_tout() -> None:
    """Without a reason it would see nothing (docs/decisions/0069)."""
    app.loader.import_default_modules()
    notres = [t for nom, t in app.tasks.items() if not nom.startswith("celery.")]
    assert len(notres) > 30
    assert [t.name for t in notres if not isinstance(t, Tache) or not t.raison] == []


def test_chaque_commande_dit_pourquoi_elle_voit_tout() -> None:
    """Those that do not read nothing of any partner."""
    notres = {nom: app for nom, app in get_commands().items() if app.split(".")[0] in APPLICATIONS}
    commandes = {nom: load_command_class(app, nom) for nom, app in notres.items()}
    assert {nom for nom, c in commandes.items() if not getattr(c, "raison", "")} == {
        *("accorder_service", "mettre_base_a_jour", "preparer_la_base"),  # the owner's
        *("acomptes", "estimer"),  # figures given, barèmes
        *("autorite", "documenter_etats", "examiner_fichier", "importer_questionnaire"),  # files
    }


def test_le_planning_suit_l_heure_de_paris() -> None:
    assert app.conf.timezone == "Europe/Paris"


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
def test_le_travail_du_jour_appelle_ce_qui_est_ouvert_une_fois(monde: Monde) -> None:
    charger_calendrier()
    faire_la_journee(JOUR)
    appelees = Declaration.objects.values_list("equipement", "nature", "annee", "etat")
    assert set(appelees) == {
        (equipement.pk, nature, annee, Etat.A_SAISIR)
        for equipement in (monde.er, monde.er_voisin)
        for nature, annee in (("previsionnelle", 2026), ("reelle", 2025))
    }
    assert not Campagne.objects.filter(caf=monde.autre_caf).exists()
    faire_la_journee(JOUR)
    assert Declaration.objects.count() == 4


class TestUneTacheParCaf:
    """Beat hands each Caf to the workers; what died is handed out again, what ended is not."""

    @pytest.fixture(autouse=True)
    def _confiees(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.confiees: list[tuple[int, str]] = []
        monkeypatch.setattr(
            passer_la_caf,
            "apply_async",
            lambda args, expires: self.confiees.append((*args, expires)),
        )

    def faire(self) -> None:
        """The worker does what it was given."""
        for caf_id, le, _ in self.confiees:
            passer_la_caf(caf_id, le)
        self.confiees.clear()

    @pytest.mark.django_db
    @pytest.mark.usefixtures("fige")
    def test_chaque_caf_une_fois(self, monde: Monde) -> None:
        charger_calendrier()
        assert travail_du_jour() == 2
        attendues = {(caf.pk, JOUR.isoformat(), 3600) for caf in (monde.caf, monde.autre_caf)}
        assert set(self.confiees) == attendues
        assert not Declaration.objects.exists()  # nothing but the windows is done here
        self.faire()
        assert Declaration.objects.count() == 4
        assert travail_du_jour() == 0
        passage = Passage.objects.get(caf=monde.caf, jour=JOUR)
        assert (passage.appelees, passage.erreurs) == (4, 0)
        assert passage.fini_le is not None

    @pytest.mark.django_db
    @pytest.mark.usefixtures("fige")
    def test_une_caf_qui_meurt_est_reprise_et_ne_retient_personne(
        self, monde: Monde, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        charger_calendrier()
        vrai = journee.lancer_la_caf

        def mourir(caf_id: int, jour: object) -> int:
            if caf_id == monde.caf.pk:
                raise RuntimeError("le worker meurt")
            return vrai(caf_id, jour)

        monkeypatch.setattr(journee, "lancer_la_caf", mourir)
        travail_du_jour()
        with pytest.raises(RuntimeError):
            passer_la_caf(monde.caf.pk, JOUR.isoformat())
        passer_la_caf(monde.autre_caf.pk, JOUR.isoformat())
        monkeypatch.setattr(journee, "lancer_la_caf", vrai)
        self.confiees.clear()
        assert travail_du_jour() == 1
        assert [caf for caf, _, _ in self.confiees] == [monde.caf.pk]
        self.faire()
        assert Declaration.objects.count() == 4
        assert travail_du_jour() == 0

    @pytest.mark.django_db
    def test_un_autre_jour_a_son_passage(self, monde: Monde) -> None:
        assert travail_du_jour("2026-02-03") == travail_du_jour("2026-02-04") == 2

    def test_beat_repasse_d_heure_en_heure(self) -> None:
        horaire = app.conf.beat_schedule["travail-du-jour"]["schedule"]
        assert horaire.hour == set(range(5, 23))
        assert horaire.minute == {0}
