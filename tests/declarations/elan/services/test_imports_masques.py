"""Importing the figures of ELAN: what a workbook hides, adds up or rounds is told, and asked."""

from collections.abc import Callable
from typing import Any

import pytest

from declarations.elan.services.confirmation import AvertissementsNonVus, confirmer_import
from declarations.models import RepriseElan
from habilitations.models import Equipement
from tests.declarations.classeurs import avec_partie, classeur_elan
from tests.declarations.elan.depots import confirmer, deposer, refus
from tests.declarations.elan.services.masques import COMPTES, avertis, masquer
from tests.monde import Monde, acteur


def test_un_classeur_sans_rien_de_masque_n_avertit_de_rien(
    monde: Monde, projet: Equipement
) -> None:
    assert avertis(monde, classeur_elan(projet)) == []


def test_une_ligne_masquee_est_nommee_et_compte(monde: Monde, projet: Equipement) -> None:
    depot = deposer(monde, classeur_elan(projet, retoucher=masquer("Comptes", "row", 3)))
    assert depot.avertissements == [
        f"Comptes, ligne 3 : cette ligne est masquée dans le classeur, «\u00a0{projet.pk}, "
        "2024-2025, 64, 15 000,50\u00a0» : elle compte comme les autres."
    ]
    assert depot.contenu[0]["brut"]["comptes.64"] == "15 000,50"


def test_une_ligne_de_hauteur_nulle_est_masquee(monde: Monde, projet: Equipement) -> None:
    aplati = avec_partie(
        classeur_elan(projet), COMPTES, lambda b: b.replace(b'<row r="2"', b'<row r="2" ht="0"')
    )
    assert "Comptes, ligne 2 : cette ligne est masquée" in avertis(monde, aplati)[0]


def test_une_ligne_masquee_et_vide_ne_dit_rien(monde: Monde, projet: Equipement) -> None:
    assert avertis(monde, classeur_elan(projet, retoucher=masquer("Comptes", "row", 40))) == []


def test_une_colonne_masquee_est_nommee(monde: Monde, projet: Equipement) -> None:
    assert avertis(monde, classeur_elan(projet, retoucher=masquer("Comptes", "column", "D"))) == [
        "Comptes, colonne Montant : cette colonne est masquée dans le classeur : ses cellules "
        "comptent."
    ]
    assert avertis(monde, classeur_elan(projet, retoucher=masquer("Comptes", "column", "F"))) == []


@pytest.mark.parametrize("etat", ["hidden", "veryHidden"])
def test_une_autre_feuille_masquee_est_nommee_et_n_est_pas_lue(
    monde: Monde, projet: Equipement, etat: str
) -> None:
    def ajouter(livre: Any) -> None:
        livre.create_sheet("Brouillon").sheet_state = etat

    assert avertis(monde, classeur_elan(projet, retoucher=ajouter)) == [
        "La feuille « Brouillon » est masquée : elle n’est pas lue."
    ]


def test_rien_ne_s_ecrit_avant_que_les_points_soient_vus(monde: Monde, projet: Equipement) -> None:
    depot = deposer(monde, classeur_elan(projet, retoucher=masquer("Comptes", "row", 3)))
    with pytest.raises(AvertissementsNonVus):
        confirmer(monde, depot)
    assert not RepriseElan.objects.exists()
    confirme = confirmer(monde, depot, vus=True)
    assert RepriseElan.objects.get().donnees["comptes.64"] == "15000.50"
    # Confirmed again, from the page found by « back »: nothing more is asked.
    deja = confirmer_import(depot.pk, acteur=acteur(monde.conseiller), compare="", vus=False)
    assert deja == confirme


def test_une_ligne_de_total_est_laissee_et_dite(monde: Monde, projet: Equipement) -> None:
    for libelle in ("Total", "TOTAL général", "Sous-total", "s/total"):
        for rangee in ([None, None, libelle, 18000.5], [libelle, None, None, 18000.5]):

            def changer(collectifs: list, comptes: list, rangee: list = rangee) -> None:
                comptes.append(rangee)

            depot = deposer(monde, classeur_elan(projet, changer))
            assert depot.avertissements == [
                f"Comptes, ligne 5 : «\u00a0{libelle}, 18000,5\u00a0» est une ligne de total, elle "
                "est laissée de côté."
            ]
            assert set(depot.contenu[0]["brut"]) >= {"comptes.60", "comptes.64", "comptes.741"}


def test_un_collectif_nomme_total_reste_un_collectif(monde: Monde, projet: Equipement) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        collectifs[1][2] = "Total Jeunes"

    depot = deposer(monde, classeur_elan(projet, changer))
    assert depot.avertissements == []
    assert depot.contenu[0]["lignes"][0]["libelle"] == "Total Jeunes"


def test_une_somme_sans_projet_ni_mot_est_refusee(monde: Monde, projet: Equipement) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        comptes.append([None, None, None, 36001])

    assert refus(monde, classeur_elan(projet, changer)) == [
        "Comptes, ligne 5, colonne N° du projet : Indiquez le numéro du projet, comme dans la "
        "liste ; une ligne de total se supprime."
    ]


def test_une_ligne_vide_au_milieu_ne_gene_pas(monde: Monde, projet: Equipement) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        comptes.insert(2, [None, "  ", "", None])

    assert avertis(monde, classeur_elan(projet, changer)) == []


def projets(*rangees: list[Any]) -> Callable[[Any], None]:
    """The sheet « Projets » as the blank workbook gives it, filled."""
    titres = [
        "N° du projet",
        "Exercice",
        "Projet",
        "Gestionnaire",
        "N° ELAN",
        "Projet socio-éducatif des enfants",
        "Projet propre aux parents",
    ]

    def ajouter(livre: Any) -> None:
        page = livre.create_sheet("Projets")
        for rangee in (titres, *rangees):
            page.append(rangee)

    return ajouter


def test_le_numero_elan_et_les_textes_des_bonus_sont_repris(
    monde: Monde, projet: Equipement
) -> None:
    rangees = (
        [projet.pk, "2024-2025", "x", "y", 2024118, "Lire ensemble.", None],
        [999_999, "2024-2025", "un autre qui attend", "y", "", "", ""],
    )
    depot = deposer(monde, classeur_elan(projet, retoucher=projets(*rangees)))
    assert depot.avertissements == []
    confirmer(monde, depot)
    reprise = RepriseElan.objects.get()
    assert reprise.numero_elan == "2024118"
    assert reprise.donnees["projet_bonus_enfants"] == "Lire ensemble."
    # A cell left empty leaves what was kept.
    vides = [projet.pk, "2024-2025", "x", "y", None, None, "Café des parents."]
    confirme = confirmer(monde, deposer(monde, classeur_elan(projet, retoucher=projets(vides))))
    assert confirme.rapport[0]["issue"] == "modifie"
    reprise.refresh_from_db()
    assert reprise.numero_elan == "2024118"
    assert reprise.donnees["projet_bonus_enfants"] == "Lire ensemble."
    assert reprise.donnees["projet_bonus_parents"] == "Café des parents."


def test_un_numero_elan_trop_long_est_refuse_a_sa_cellule(monde: Monde, projet: Equipement) -> None:
    rangee = [projet.pk, "2024-2025", "x", "y", "9" * 31, None, None]
    assert refus(monde, classeur_elan(projet, retoucher=projets(rangee))) == [
        "Projets, ligne 2, colonne N° ELAN : Ce texte compte 31 caractères : 30 au plus."
    ]


def test_une_feuille_projets_d_un_ancien_modele_ne_gene_pas(
    monde: Monde, projet: Equipement
) -> None:
    def ajouter(livre: Any) -> None:
        livre.create_sheet("Projets").append(["N° du projet", "Exercice", "Projet"])

    assert deposer(monde, classeur_elan(projet, retoucher=ajouter)).contenu[0]["numero_elan"] == ""
