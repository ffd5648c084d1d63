"""Notifications: who writes them, for which exercices, and what the journal keeps."""

from datetime import timedelta
from typing import Any

import pytest

from habilitations.models import Equipement, Notification
from habilitations.services.notifications import inscrire_notification
from portal.socle.models import LigneJournal
from portal.socle.refus import DemandeInvalide
from tests.habilitations.fiches import projet_clas
from tests.monde import JOUR, MAINTENANT, Monde, acteur
from tests.refus import acte_impossible, acte_interdit

pytestmark = pytest.mark.django_db


@pytest.fixture
def clas(monde: Monde) -> Equipement:
    return projet_clas(monde)


def inscrire(monde: Monde, equipement: Equipement, qui: Any = None, **champs: Any) -> Notification:
    demande = {"annee": 2025, "collectifs": 3, "reference": "N-2025-17", "notifiee_le": JOUR}
    return inscrire_notification(
        equipement.pk, **(demande | champs), acteur=acteur(qui or monde.conseiller)
    )


def test_inscrire_puis_modifier_se_lit_dans_le_journal(monde: Monde, clas: Equipement) -> None:
    premiere = inscrire(monde, clas)
    assert (premiere.collectifs, premiere.inscrite_par) == (3, monde.conseiller)
    assert premiere.inscrite_le == MAINTENANT
    seconde = inscrire(monde, clas, monde.remplacant, collectifs=4)
    assert seconde == premiere
    assert (seconde.collectifs, seconde.inscrite_par) == (4, monde.remplacant)
    lignes = list(LigneJournal.objects.sur(clas))
    assert [ligne.action for ligne in lignes] == ["equipement.notification"] * 2
    assert {ligne.chaine.cle for ligne in lignes} == {f"gestionnaire:{clas.gestionnaire_id}"}
    assert lignes[0].details["avant"] is None
    assert lignes[1].details["avant"]["collectifs"] == 3
    assert lignes[1].details["apres"]["collectifs"] == 4
    assert lignes[1].details["exercice"] == "2025-2026"


def test_rejouer_ne_change_rien(monde: Monde, clas: Equipement) -> None:
    inscrire(monde, clas)
    encore = inscrire(monde, clas, monde.remplacant, reference="  N-2025-17 ")
    assert encore.inscrite_par == monde.conseiller
    assert LigneJournal.objects.sur(clas).count() == 1


@pytest.mark.parametrize("collectifs", [0, 99])
def test_les_bornes_sont_admises(monde: Monde, clas: Equipement, collectifs: int) -> None:
    assert inscrire(monde, clas, collectifs=collectifs).collectifs == collectifs


@pytest.mark.parametrize(
    ("champs", "champ", "message"),
    [
        ({"collectifs": -1}, "collectifs", "compris entre 0 et 99"),
        ({"collectifs": 100}, "collectifs", "compris entre 0 et 99"),
        ({"annee": 2023}, "annee", "ne couvre l’exercice 2023-2024"),
        ({"annee": 2028}, "annee", "ne couvre l’exercice 2028-2029"),
        ({"annee": 0}, "annee", "Aucune convention"),
        ({"annee": 9999}, "annee", "Aucune convention"),
        ({"reference": "   "}, "reference", "Indiquez la référence"),
        ({"notifiee_le": JOUR + timedelta(days=1)}, "notifiee_le", "à venir"),
    ],
)
def test_demandes_refusees(
    monde: Monde, clas: Equipement, champs: dict[str, Any], champ: str, message: str
) -> None:
    with pytest.raises(DemandeInvalide, match=message) as refus:
        inscrire(monde, clas, **champs)
    assert refus.value.champ == champ
    assert not Notification.objects.exists()


def test_reservee_aux_projets_clas(monde: Monde) -> None:
    with acte_impossible("projet CLAS"):
        inscrire(monde, monde.er)


@pytest.mark.parametrize("qui", ["hors_portefeuille", "ccd", "responsable"])
def test_reservee_au_conseiller_du_portefeuille(monde: Monde, clas: Equipement, qui: str) -> None:
    with acte_interdit():
        inscrire(monde, clas, getattr(monde, qui))


def test_le_partenaire_lit_et_n_inscrit_pas(monde: Monde, clas: Equipement) -> None:
    with acte_interdit():
        inscrire(monde, clas, monde.passerelles.activite)


@pytest.mark.parametrize("qui", ["conseiller_nord", "national"])
def test_inconnu_hors_de_la_caf(monde: Monde, clas: Equipement, qui: str) -> None:
    with pytest.raises(Equipement.DoesNotExist):
        inscrire(monde, clas, getattr(monde, qui))
