"""Windows and calls by sets: few queries, each once, with its history and its line of journal."""

import threading
from copy import copy
from unittest import mock

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from declarations.models import Campagne, Declaration, RegleCalendrier, Version
from declarations.services.appels import appeler_lot
from declarations.services.campagnes import (
    appeler,
    generer_campagnes,
    generer_fenetres,
    lancer_campagne,
)
from declarations.services.donnees_caf import postes_proposes
from declarations.services.referentiels import charger_calendrier
from portal.socle.models import ChaineJournal, LigneJournal
from portal.socle.verification import premiere_rupture
from tests.declarations.cct import coordination
from tests.monde import JOUR, MAINTENANT, Monde, campagne_er, espace_rencontre

pytestmark = pytest.mark.django_db


@pytest.fixture
def regles(monde: Monde) -> None:
    charger_calendrier()


def autre_er(monde: Monde, nom: str = "Espace de rencontre du Port"):
    return espace_rencontre(
        monde.caf, monde.passerelles.gestionnaire, monde.portefeuille, nom, ("Annecy",)
    )


def test_peu_de_requetes_quel_que_soit_le_pays(monde: Monde, regles: None) -> None:
    cafs = [monde.caf.pk, monde.autre_caf.pk]
    with CaptureQueriesContext(connection) as premiere:
        creees = generer_fenetres(cafs, range(2024, 2028))
    with CaptureQueriesContext(connection) as seconde:
        assert generer_fenetres(cafs, range(2024, 2028)) == []
    regles_nationales = RegleCalendrier.objects.count()
    assert len(creees) == Campagne.objects.count() == 2 * 4 * regles_nationales
    assert len(premiere) <= 6  # rules, what exists, the insertion, what it gave, a savepoint
    assert len(seconde) <= 4


def test_deux_generations_a_la_fois(monde: Monde, regles: None) -> None:
    """The other run inserts between what this one reads and what it writes."""
    vrai = Campagne.objects.bulk_create

    def apres_l_autre(campagnes: list[Campagne], **options: object) -> list[Campagne]:
        vrai([copy(c) for c in campagnes[:3]], ignore_conflicts=True)
        return vrai(campagnes, **options)

    with mock.patch.object(type(Campagne.objects), "bulk_create", side_effect=apres_l_autre):
        generer_campagnes(monde.caf, 2025)
    assert Campagne.objects.count() == RegleCalendrier.objects.count()


def test_le_nombre_de_requetes_ne_suit_pas_celui_des_appels(monde: Monde) -> None:
    campagne = campagne_er(monde.caf)
    with CaptureQueriesContext(connection) as une:
        appeler_lot(campagne, [monde.er], MAINTENANT)
    autres = [autre_er(monde, f"Espace {i}") for i in range(12)]
    with CaptureQueriesContext(connection) as douze:
        appeler_lot(campagne, autres, MAINTENANT)
    assert len(douze) <= len(une) <= 16  # the first one begins a chain of the journal


def test_chaque_appel_a_son_histoire_et_sa_ligne_au_journal(monde: Monde) -> None:
    campagne = campagne_er(monde.caf)
    equipements = [monde.er, monde.er_voisin, autre_er(monde)]
    appelees = appeler_lot(campagne, equipements, MAINTENANT)
    assert [d.equipement for d in appelees] == equipements
    for declaration in appelees:
        lue = Declaration.objects.get(pk=declaration.pk)
        assert (lue.caf, lue.gestionnaire) == (
            declaration.equipement.caf,
            declaration.equipement.gestionnaire,
        )
        assert lue.version_courante.declaration == lue
        assert lue.version_courante.volets.count() == 2
        [ligne] = LigneJournal.objects.sur(lue)
        assert (ligne.action, ligne.gestionnaire_id) == (
            "declaration.appelee",
            lue.gestionnaire_id,
        )
        assert lue.events.count() == 2  # called, then given its version
    assert all(premiere_rupture(chaine) is None for chaine in ChaineJournal.objects.all())


def test_les_postes_de_chaque_cct(monde: Monde) -> None:
    """Read at once for all, each has its own."""
    un, deux = coordination(monde), coordination(monde, postes=3)
    campagne = campagne_er(monde.caf)
    campagne.pk, campagne.dispositif = None, "cct"
    campagne.save()
    for declaration in appeler_lot(campagne, [un, deux], MAINTENANT):
        assert [x["poste_conventionne"] for x in declaration.version_courante.lignes] == [
            poste.pk for poste in postes_proposes(declaration)
        ]


def test_un_lot_a_moitie_appele(monde: Monde) -> None:
    """Killed after one lot, or called by an adviser meanwhile: the rest is called, once."""
    campagne = campagne_er(monde.caf)
    premiere = appeler(campagne, monde.er)
    equipements = [monde.er, monde.er_voisin, monde.er_voisin]
    nouvelles = appeler_lot(campagne, equipements, MAINTENANT)
    assert [d.equipement for d in nouvelles] == [monde.er_voisin]
    assert appeler(campagne, monde.er) == premiere
    assert LigneJournal.objects.filter(action="declaration.appelee").count() == 2


@pytest.mark.django_db(transaction=True)
def test_deux_passages_a_la_fois_n_appellent_qu_une_fois(monde: Monde) -> None:
    campagne = campagne_er(monde.caf)
    for i in range(6):
        autre_er(monde, f"Espace {i}")
    depart, comptes, erreurs = threading.Barrier(3), [], []

    def passer() -> None:
        try:
            depart.wait(10)
            comptes.append(len(lancer_campagne(campagne, JOUR, MAINTENANT)))
        except Exception as erreur:
            erreurs.append(erreur)
        finally:
            connections["default"].close()

    fils = [threading.Thread(target=passer) for _ in range(3)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)
    assert erreurs == []
    assert sum(comptes) == Declaration.objects.count() == Version.objects.count() == 8
    assert LigneJournal.objects.filter(action="declaration.appelee").count() == 8
