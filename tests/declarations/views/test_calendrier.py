"""The calendar: windows of one's Caf or équipements, rules for the Cnaf."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne, RegleCalendrier
from declarations.services.campagnes import generer_campagnes
from habilitations.models import Caf
from tests.declarations.listes import page, requetes
from tests.monde import Monde, personne

CALENDRIER = reverse("declarations:calendrier")
pytestmark = pytest.mark.usefixtures("fige")


def regle(nature: str = "reelle", caf: Caf | None = None, **champs: object) -> RegleCalendrier:
    dates = {
        "ouverture_jour": 16,
        "ouverture_mois": 1,
        "ouverture_decalage": 1,
        "echeance_jour": 31,
        "echeance_mois": 3,
        "echeance_decalage": 1,
        "source": "Calendrier publié",
        "marque": "P",
    }
    return RegleCalendrier.objects.create(
        caf=caf, **({"dispositif": "er", "nature": nature} | dates | champs)
    )


@pytest.fixture
def fenetres(monde: Monde) -> None:
    """Réelles of the ER for 2024 to 2026 at both Cafs, an actualisée, and a réelle of the CLAS."""
    regle()
    regle("actualisee", numero=1, ouverture_decalage=0, echeance_decalage=0)
    regle(dispositif="clas")
    for annee in (2024, 2025, 2026):
        generer_campagnes(monde.caf, annee)
        generer_campagnes(monde.autre_caf, annee)


def ligne(contenu: str, libelle: str) -> str:
    return contenu.split(f"> {libelle} <br>")[1].split("</tr>")[0]


@pytest.mark.usefixtures("fenetres")
def test_le_partenaire_voit_les_fenetres_de_ses_equipements(monde: Monde, client: Client) -> None:
    contenu = page(client, monde.passerelles.activite, CALENDRIER)
    reelle = ligne(contenu, "Réelle 2025")
    for attendu in ("16 janvier 2026", "31 mars 2026", "30 avril 2026", "Ouverte"):
        assert attendu in reelle
    assert "À venir" in ligne(contenu, "Réelle 2026")
    assert "Close" in ligne(contenu, "Réelle 2024")
    assert "accompagnement à la scolarité" not in contenu
    assert "Caf du Nord" not in contenu
    assert "Règles nationales" not in contenu


@pytest.mark.usefixtures("fenetres")
def test_l_actualisee_est_appelee_par_la_caf(monde: Monde, client: Client) -> None:
    contenu = page(client, monde.conseiller, CALENDRIER)
    assert "appelée par votre Caf" in ligne(contenu, "Actualisée n° 1 2026")
    assert "appelée par votre Caf" not in ligne(contenu, "Réelle 2025")
    assert "Réelle 2025-2026" in contenu


def test_apres_l_echeance_la_saisie_reste_possible(monde: Monde, client: Client, fige) -> None:
    monde.declaration()
    for jour, etat in (
        ("2026-02-13", "Ouverte"),
        ("2026-02-14", "Échéance passée"),
        ("2026-03-15", "Échéance passée"),
        ("2026-03-16", "Close"),
    ):
        fige.move_to(f"{jour}T12:00:00+01:00")
        assert etat in ligne(page(client, monde.conseiller, CALENDRIER), "Prévisionnelle 2026")


def test_la_cnaf_lit_les_regles_et_ce_qui_est_a_confirmer(monde: Monde, client: Client) -> None:
    regle(marque="H")
    regle("previsionnelle", delai_saisie=0)
    regle("previsionnelle", caf=monde.caf, delai_saisie=10)
    contenu = page(client, monde.national, CALENDRIER)
    reelle = ligne(contenu, "Réelle 2026")
    assert "16 janvier 2027" in reelle
    assert "30 jours après l’échéance, <em>à confirmer</em>" in reelle
    assert "À confirmer" in reelle
    assert "le jour de l’échéance" in ligne(contenu, "Prévisionnelle 2026")
    propre = contenu.split("10 jours après l’échéance")[1].split("</tr>")[0]
    assert "à confirmer" not in propre.lower()


def test_sans_role_rien_ne_concerne(monde: Monde, client: Client) -> None:
    monde.declaration()
    contenu = page(client, personne("nouveau"), CALENDRIER)
    assert "Aucune période de saisie" in contenu
    assert "Prévisionnelle 2026" not in contenu


@pytest.mark.usefixtures("fenetres")
def test_le_nombre_de_requetes_ne_depend_pas_des_fenetres(monde: Monde, client: Client) -> None:
    peu = requetes(client, monde.conseiller, CALENDRIER)
    for annee in range(2010, 2024):
        Campagne.objects.create(
            caf=monde.caf,
            dispositif="er",
            nature="reelle",
            annee=annee,
            ouvre_le=date(annee, 1, 1),
            echeance_le=date(annee, 2, 1),
            ferme_le=date(annee, 3, 1),
        )
    assert requetes(client, monde.conseiller, CALENDRIER) == peu
