"""Rows that respondents add: once, named, withdrawn with their answers, brought back."""

import pytest

from bilans.models import Bilan, FeuilleBilan
from bilans.regles.questionnaire import LIGNES_MAX
from bilans.services.lignes import ajouter_ligne, renommer_ligne, retablir_ligne, retirer_ligne
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.bilans.pieges import bilan_piege
from tests.bilans.services.test_saisie import feuille, saisir
from tests.monde import Monde, acteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    bilan = bilan_piege(monde)
    saisir(bilan, monde.passerelles.activite, bonus="oui")
    return bilan


def ajouter(
    monde: Monde, bilan: Bilan, cle: str, libelle: str = "", repetition: str = "lieux"
) -> bool:
    qui = acteur(monde.passerelles.activite)
    return ajouter_ligne(bilan.pk, repetition, cle, acteur=qui, nom="Lieu", libelle=libelle)


def test_un_formulaire_envoye_deux_fois_ajoute_une_ligne(monde: Monde, bilan: Bilan) -> None:
    assert ajouter(monde, bilan, "la", " Gymnase  municipal ")
    assert not ajouter(monde, bilan, "la", "Gymnase municipal")
    assert ajouter(monde, bilan, "lb")
    assert feuille(bilan).lignes == {"lieux": [["la", "Gymnase municipal"], ["lb", "Lieu 2"]]}
    assert LigneJournal.objects.sur(bilan).last().details["ligne"] == "Lieu 2"


def test_une_ligne_retiree_garde_ses_reponses_et_les_rend(monde: Monde, bilan: Bilan) -> None:
    qui = acteur(monde.passerelles.activite)
    ajouter(monde, bilan, "la")
    ajouter(monde, bilan, "sa", repetition="lieux.la.salles")
    saisir(bilan, qui.utilisateur, lieux__la__adresse="Ici", lieux__la__salles__sa__places="9")

    retirer_ligne(bilan.pk, "lieux", "la", acteur=qui)
    retirer_ligne(bilan.pk, "lieux", "la", acteur=qui)
    retiree = feuille(bilan)
    assert (retiree.lignes["lieux"], retiree.retirees["lieux"]) == ([], [["la", "Lieu 1"]])
    assert retiree.donnees["lieux.la.salles.sa.places"] == "9"

    retablir_ligne(bilan.pk, "lieux", "la", acteur=qui)
    etat = saisir(bilan, qui.utilisateur, n="1").dossier.etat
    assert etat.comptees["lieux.la.adresse"] == "Ici"
    assert etat.comptees["lieux.la.salles.sa.places"] == "9"


def test_ce_qui_est_tape_dans_une_ligne_retiree_ailleurs_n_est_pas_perdu(
    monde: Monde, bilan: Bilan
) -> None:
    qui = acteur(monde.passerelles.activite)
    ajouter(monde, bilan, "la")
    avant = feuille(bilan).revision
    retirer_ligne(bilan.pk, "lieux", "la", acteur=qui)
    saisir(bilan, qui.utilisateur, avant, lieux__la__adresse="Tapé dans un autre onglet")
    retablir_ligne(bilan.pk, "lieux", "la", acteur=qui)
    etat = saisir(bilan, qui.utilisateur, n="1").dossier.etat
    assert etat.comptees["lieux.la.adresse"] == "Tapé dans un autre onglet"


def test_nommer_puis_refuser_le_meme_nom(monde: Monde, bilan: Bilan) -> None:
    qui = acteur(monde.passerelles.activite)
    ajouter(monde, bilan, "la")
    ajouter(monde, bilan, "lb")
    renommer_ligne(bilan.pk, "lieux", "la", acteur=qui, libelle="Gymnase")
    renommer_ligne(bilan.pk, "lieux", "la", acteur=qui, libelle="")
    assert feuille(bilan).lignes["lieux"][0] == ["la", "Gymnase"]
    with pytest.raises(DemandeInvalide, match="existe déjà"):
        renommer_ligne(bilan.pk, "lieux", "lb", acteur=qui, libelle="gymnase")


@pytest.mark.parametrize(
    ("cle", "libelle", "repetition"),
    [
        ("a.b", "", "lieux"),
        ("la", "x" * 81, "lieux"),
        ("la", "", "groupes"),
        ("la", "", "lieux.zz.salles"),
        ("la", "", "inconnue"),
    ],
)
def test_ce_qui_ne_s_ajoute_pas(
    monde: Monde, bilan: Bilan, cle: str, libelle: str, repetition: str
) -> None:
    with pytest.raises(DemandeInvalide):
        ajouter(monde, bilan, cle, libelle, repetition)
    assert feuille(bilan).lignes == {}


def test_pas_plus_de_lignes_qu_un_bilan_n_en_porte(monde: Monde, bilan: Bilan) -> None:
    trop = {"lieux": [[f"l{rang}", f"Lieu {rang}"] for rang in range(LIGNES_MAX)]}
    FeuilleBilan.objects.filter(bilan=bilan).update(lignes=trop)
    with pytest.raises(DemandeInvalide, match="plus"):
        ajouter(monde, bilan, "nouvelle")


def test_un_autre_role_n_ajoute_rien(monde: Monde, bilan: Bilan) -> None:
    with pytest.raises(ActionRefusee):
        ajouter_ligne(
            bilan.pk, "lieux", "la", acteur=acteur(monde.passerelles.finances), nom="Lieu"
        )


def test_un_complement_de_quelques_reponses_ne_touche_pas_aux_lignes(
    monde: Monde, bilan: Bilan
) -> None:
    FeuilleBilan.objects.filter(bilan=bilan).update(ouvertes=["n"])
    with pytest.raises(ActionRefusee):
        ajouter(monde, bilan, "la")
