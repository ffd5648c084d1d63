"""Who joins during a campaign is asked for its bilans that day, the last one included."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bilans.models import Bilan, CampagneBilan
from bilans.services.adhesions import conclure_adhesion
from bilans.services.derogations import accorder_derogation
from bilans.services.ouvertures import ouvrir_les_bilans
from declarations.models import Declaration
from habilitations.models import Adhesion, DossierAdhesion, Equipement
from habilitations.permissions import Acteur
from portal.socle import documents
from portal.socle.models import LigneJournal
from tests.bilans.bilans import campagne
from tests.declarations.clas import projet_clas
from tests.habilitations.adhesions.dossiers import ouvert, rempli
from tests.monde import PARIS, SIRETS, Monde, amender
from tests.refus import acte_impossible
from tests.sous_service import sous_service

pytestmark = pytest.mark.django_db

DERNIER_JOUR = date(2026, 7, 15)
LENDEMAIN = DERNIER_JOUR + timedelta(days=1)


@pytest.fixture(autouse=True)
def lus_ici(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is told one, without a process apart."""
    monkeypatch.setattr(documents, "lire_a_part", lambda tache, contenu, nom: "pdf")


@pytest.fixture
def projet(monde: Monde) -> Equipement:
    """A CLAS project of Les Voisins, whose adhesion has not begun; its campaign is nearly over."""
    amender(Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire), complete_le=None)
    fenetre = campagne(monde.caf, "bilan_clas", 2025)
    fenetre.ouvre_le, fenetre.echeance_le = date(2026, 6, 14), DERNIER_JOUR
    fenetre.ferme_le = DERNIER_JOUR
    fenetre.save()
    projet_clas(monde)  # Somebody else's, who had joined before.
    return projet_clas(monde, "Clas des Voisins", monde.voisins.gestionnaire)


@pytest.fixture
def dossier(monde: Monde, projet: Equipement) -> DossierAdhesion:
    """Their adhesion, all papers accepted."""
    return rempli(monde, siret=SIRETS[1])


def le(jour: date, heure: int = 17) -> datetime:
    return datetime(jour.year, jour.month, jour.day, heure, tzinfo=PARIS)


@pytest.fixture
def responsable(monde: Monde) -> Callable[[date], Acteur]:
    return lambda jour: Acteur(monde.responsable, le(jour))


def test_le_dernier_jour_son_bilan_est_demande_et_le_sien_seul(
    monde: Monde,
    projet: Equipement,
    dossier: DossierAdhesion,
    responsable: Callable[[date], Acteur],
) -> None:
    demandes = conclure_adhesion(dossier.pk, acteur=responsable(DERNIER_JOUR))
    bilan = Bilan.objects.get()
    assert (bilan.equipement, bilan.annee, bilan.etat) == (projet, 2025, "a_remplir")
    assert bilan.pk in {d.pk for d in demandes}
    assert LigneJournal.objects.sur(bilan).get().action == "bilan.ouvert"
    assert conclure_adhesion(dossier.pk, acteur=responsable(DERNIER_JOUR)) == []
    assert ouvrir_les_bilans(LENDEMAIN) == 0

    fin = LENDEMAIN + timedelta(days=9)
    acteur_caf = Acteur(monde.conseiller, le(LENDEMAIN))
    accorder_derogation(bilan.pk, acteur=acteur_caf, expire_le=fin, motif="Adhésion tardive")
    assert bilan.derogations.get().expire_le == fin


@pytest.mark.usefixtures("mur")
def test_la_page_qui_conclut_le_demande_derriere_le_mur(
    monde: Monde, projet: Equipement, dossier: DossierAdhesion, client: Client
) -> None:
    jour = timezone.localdate()
    CampagneBilan.objects.update(ouvre_le=jour, echeance_le=jour, ferme_le=jour)
    client.force_login(monde.responsable)
    adresse = reverse("bilans:conclure_adhesion", args=[dossier.pk])
    with sous_service():
        assert client.post(adresse).status_code == 302
    assert Bilan.objects.get().equipement == projet


def test_la_campagne_close_rien_n_est_demande(
    dossier: DossierAdhesion, responsable: Callable[[date], Acteur]
) -> None:
    conclure_adhesion(dossier.pk, acteur=responsable(LENDEMAIN))
    assert not Bilan.objects.exists()


def test_une_campagne_suspendue_attend_sa_reprise(
    dossier: DossierAdhesion, responsable: Callable[[date], Acteur]
) -> None:
    CampagneBilan.objects.update(suspendue_le="2026-07-01T08:00Z", suspendue_motif="Panne")
    conclure_adhesion(dossier.pk, acteur=responsable(DERNIER_JOUR))
    assert not Bilan.objects.exists()


def test_un_dossier_incomplet_ne_demande_rien(
    monde: Monde, projet: Equipement, responsable: Callable[[date], Acteur]
) -> None:
    incomplet = ouvert(monde, siret=SIRETS[1])
    with acte_impossible("PJ 3"):
        conclure_adhesion(incomplet.pk, acteur=responsable(DERNIER_JOUR))
    assert not Bilan.objects.exists()
    assert not Declaration.objects.exists()
