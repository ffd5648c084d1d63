"""Who joins during a campaign is called that day, once."""

import pytest

from declarations.models import Declaration
from declarations.services.adhesions import conclure_adhesion
from habilitations.models import Adhesion, DossierAdhesion
from portal.socle import documents
from tests.habilitations.adhesions.dossiers import ouvert, rempli
from tests.monde import SIRETS, Monde, acteur, amender, campagne_er
from tests.refus import acte_impossible, acte_interdit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lus_ici(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is told one, without a process apart."""
    monkeypatch.setattr(documents, "lire_a_part", lambda tache, contenu, nom: "pdf")


@pytest.fixture
def nouveau(monde: Monde) -> DossierAdhesion:
    """Les Voisins, whose adhesion has not begun, all papers accepted, while windows are open."""
    amender(Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire), complete_le=None)
    campagne_er(monde.caf)
    campagne_er(monde.caf, "reelle", 2025)
    campagne_er(monde.caf, "actualisee", 2026, 1)
    return rempli(monde, siret=SIRETS[1])


def test_ses_declarations_sont_appelees_et_elles_seules(
    monde: Monde, nouveau: DossierAdhesion
) -> None:
    appelees = conclure_adhesion(nouveau.pk, acteur=acteur(monde.responsable))

    assert {(d.equipement, d.nature, d.annee) for d in appelees} == {
        (monde.er_voisin, "previsionnelle", 2026),
        (monde.er_voisin, "reelle", 2025),
    }
    assert Declaration.objects.count() == 2


def test_deux_fois_n_appelle_rien_de_plus(monde: Monde, nouveau: DossierAdhesion) -> None:
    responsable = acteur(monde.responsable)
    conclure_adhesion(nouveau.pk, acteur=responsable)
    assert conclure_adhesion(nouveau.pk, acteur=responsable) == []
    assert Declaration.objects.count() == 2


def test_un_dossier_incomplet_n_appelle_rien(monde: Monde) -> None:
    amender(Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire), complete_le=None)
    campagne_er(monde.caf)
    dossier = ouvert(monde, siret=SIRETS[1])
    with acte_impossible("PJ 3"):
        conclure_adhesion(dossier.pk, acteur=acteur(monde.responsable))
    assert not Declaration.objects.exists()


def test_le_conseiller_ne_conclut_pas(monde: Monde, nouveau: DossierAdhesion) -> None:
    with acte_interdit():
        conclure_adhesion(nouveau.pk, acteur=acteur(monde.conseiller))
