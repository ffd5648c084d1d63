"""Background work: what beat plans, the worker knows; and it leaves the portal as it should."""

import pytest

from declarations.models import Campagne, Declaration
from declarations.regles import etats
from declarations.services.referentiels import charger_calendrier
from portal.celery import app
from portal.relances.tasks import travail_du_jour
from tests.monde import Monde


def test_tout_ce_qui_est_planifie_existe() -> None:
    app.loader.import_default_modules()
    planifiees = {entree["task"] for entree in app.conf.beat_schedule.values()}
    assert "portal.relances.tasks.travail_du_jour" in planifiees
    assert "portal.socle.tasks.tournee" in planifiees
    assert "declarations.tasks.appliquer_transferts" in planifiees
    assert "portal.socle.tasks.sceller_le_journal" in planifiees
    assert {t for t in app.tasks if "purger" in t} <= planifiees
    assert planifiees <= set(app.tasks)


def test_le_planning_suit_l_heure_de_paris() -> None:
    assert app.conf.timezone == "Europe/Paris"


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
def test_le_travail_du_jour_appelle_ce_qui_est_ouvert_une_fois(monde: Monde) -> None:
    charger_calendrier()
    travail_du_jour()
    appelees = Declaration.objects.values_list("equipement", "nature", "annee", "etat")
    assert set(appelees) == {
        (equipement.pk, nature, annee, etats.A_SAISIR)
        for equipement in (monde.er, monde.er_voisin)
        for nature, annee in (("previsionnelle", 2026), ("reelle", 2025))
    }
    assert not Campagne.objects.filter(caf=monde.autre_caf).exists()
    travail_du_jour()
    assert Declaration.objects.count() == 4
