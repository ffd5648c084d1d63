"""Importing the figures of ELAN: every mistake told at its cell, odd but sound sheets read."""

import re
from datetime import date, datetime

import pytest

from habilitations.models import Equipement, Portefeuille
from tests.declarations.clas import projet_clas
from tests.declarations.classeurs import (
    TITRES,
    avec_partie,
    classeur,
    classeur_elan,
    partie,
)
from tests.declarations.elan.depots import deposer, refus
from tests.monde import Monde


@pytest.mark.parametrize(
    ("feuille", "ligne", "colonne", "valeur", "attendu"),
    [
        (0, 2, 4, -3, "Collectifs, ligne 3, colonne Enfants inscrits : Vous avez écrit « -3 »."),
        (
            0,
            2,
            4,
            "douze",
            "Collectifs, ligne 3, colonne Enfants inscrits : Vous avez écrit « douze ».",
        ),
        (
            0,
            1,
            4,
            10.5,
            "Collectifs, ligne 2, colonne Enfants inscrits : Vous avez écrit « 10,5 ».",
        ),
        (0, 1, 4, None, "Collectifs, ligne 2, colonne Enfants inscrits : Renseignez"),
        (0, 1, 4, True, "Collectifs, ligne 2, colonne Enfants inscrits : Écrivez un nombre."),
        (0, 1, 4, date(2024, 1, 10), "Collectifs, ligne 2, colonne Enfants inscrits : Cette cell"),
        (0, 1, 3, "Maternelle", "Collectifs, ligne 2, colonne Niveau scolaire : Vous avez écrit"),
        (
            0,
            1,
            5,
            "peut-être",
            "Collectifs, ligne 2, colonne Bonus enfants demandé : Vous avez écrit",
        ),
        (0, 2, 2, "LES ALIZÉS", "Collectifs, ligne 3, colonne Nom du collectif : Un autre"),
        (0, 2, 2, "", "Collectifs, ligne 3, colonne Nom du collectif : Nommez ce collectif."),
        (0, 1, 1, "2024", "Collectifs, ligne 2, colonne Exercice : L’exercice s’écrit comme"),
        (0, 1, 1, 2024, "Collectifs, ligne 2, colonne Exercice : L’exercice s’écrit comme"),
        (0, 1, 1, "2019-2020", "Collectifs, ligne 2, colonne Exercice : Aucune grille clas"),
        (0, 1, 1, datetime(2024, 9, 1), "Collectifs, ligne 2, colonne Exercice : Cette cellule"),
        (0, 1, 0, "douze", "Collectifs, ligne 2, colonne N° du projet : Indiquez le numéro"),
        (0, 1, 0, 999_999, "Collectifs, ligne 2, colonne N° du projet : Ce projet n’est pas"),
        (0, 1, 0, 10**15, "Collectifs, ligne 2, colonne N° du projet : Indiquez le numéro"),
        (1, 1, 3, "1.2,3", "Comptes, ligne 2, colonne Montant : Vous avez écrit « 1.2,3 »."),
        (1, 1, 3, 12.345, "Comptes, ligne 2, colonne Montant : Vous avez écrit « 12,345 »."),
        (1, 1, 3, None, "Comptes, ligne 2, colonne Montant : Renseignez cette cellule"),
        (1, 1, 3, "=A1*2", "Comptes, ligne 2, colonne Montant : Renseignez cette cellule"),
        (1, 1, 3, date(2024, 1, 1), "Comptes, ligne 2, colonne Montant : Cette cellule contient"),
        (1, 1, 2, "999", "Comptes, ligne 2, colonne Compte : Ce compte n’est pas demandé"),
        (1, 1, 2, None, "Comptes, ligne 2, colonne Compte : Ce compte n’est pas demandé"),
        (1, 2, 2, 60, "Comptes, ligne 3, colonne Compte : Le compte 60 de ce projet est déjà"),
    ],
)
def test_chaque_faute_dit_sa_feuille_sa_ligne_et_sa_colonne(
    monde: Monde,
    projet: Equipement,
    feuille: int,
    ligne: int,
    colonne: int,
    valeur: object,
    attendu: str,
) -> None:
    def changer(*feuilles: list) -> None:
        feuilles[feuille][ligne][colonne] = valeur

    messages = [re.sub(r"\s", " ", m) for m in refus(monde, classeur_elan(projet, changer))]

    assert any(message.startswith(attendu) for message in messages), messages


def test_toutes_les_fautes_sont_dites_ensemble_une_par_cellule(
    monde: Monde, projet: Equipement
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        collectifs[1][4] = date(2024, 1, 10)
        collectifs[2][3] = "Maternelle"
        comptes[1][3] = "beaucoup"

    messages = refus(monde, classeur_elan(projet, changer))

    assert [m.split(" : ")[0] for m in messages] == [
        "Collectifs, ligne 2, colonne Enfants inscrits",
        "Collectifs, ligne 3, colonne Niveau scolaire",
        "Comptes, ligne 2, colonne Montant",
    ]


def test_un_projet_sans_comptes_ou_sans_collectif_est_refuse(
    monde: Monde, projet: Equipement
) -> None:
    autre = projet_clas(monde, "Clas du Lac")

    def changer(collectifs: list, comptes: list) -> None:
        collectifs[2][0] = autre.pk
        comptes[1][0] = comptes[2][0] = comptes[3][0] = autre.pk

    messages = refus(monde, classeur_elan(projet, changer))
    assert messages == [
        "Collectifs, ligne 2, colonne N° du projet : Renseignez au moins une charge et un produit."
    ]

    def retirer(collectifs: list, comptes: list) -> None:
        collectifs[1][0] = collectifs[2][0] = autre.pk

    messages = refus(monde, classeur_elan(projet, retirer))
    assert "Comptes, ligne 2, colonne N° du projet : Inscrivez au moins un collectif." in messages


def test_le_projet_d_un_autre_et_un_autre_exercice_sont_refuses(
    monde: Monde, projet: Equipement
) -> None:
    ailleurs = Portefeuille.objects.create(
        caf=monde.caf, nom="Secteur 2", titulaire=monde.hors_portefeuille
    )
    a_un_autre = projet_clas(monde, "Clas secret")
    Equipement.objects.filter(pk=a_un_autre.pk).update(portefeuille=ailleurs)

    messages = refus(monde, classeur_elan(a_un_autre))
    assert "portefeuille que vous suivez" in messages[0]
    assert "secret" not in messages[0]

    def changer(*feuilles: list) -> None:
        for rangees in feuilles:
            for rangee in rangees[1:]:
                rangee[1] = "2025-2026"

    assert (
        "2025-2026 n’est pas le premier exercice" in refus(monde, classeur_elan(projet, changer))[0]
    )


def test_une_formule_calculee_vaut_son_resultat(monde: Monde, projet: Equipement) -> None:
    """As office software saves it: the formula and what it gave; one in error gives nothing."""
    contenu = classeur_elan(projet)
    montant = b'<c r="D2" t="n"><v>3000</v></c>'
    assert montant in partie(contenu, "xl/worksheets/sheet2.xml")

    def calculee(brut: bytes) -> bytes:
        return brut.replace(montant, b'<c r="D2"><f>1000*3</f><v>3000.0000000001</v></c>')

    def en_erreur(brut: bytes) -> bytes:
        return brut.replace(montant, b'<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')

    depot = deposer(monde, avec_partie(contenu, "xl/worksheets/sheet2.xml", calculee))
    assert depot.contenu[0]["brut"]["comptes.60"] == "3000"
    depot.delete()
    messages = refus(monde, avec_partie(contenu, "xl/worksheets/sheet2.xml", en_erreur))
    assert messages == [
        "Comptes, ligne 2, colonne Montant : Renseignez cette cellule : sa formule est en erreur, "
        "«\u00a0#DIV/0!\u00a0»."
    ]


def test_les_titres_se_lisent_sans_leur_casse_ni_leur_ordre(
    monde: Monde, projet: Equipement
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        for rangee in collectifs:
            rangee.reverse()
            rangee.append("remarque")
        collectifs[0][0] = "  BONUS PARENTS DEMANDE "

    assert deposer(monde, classeur_elan(projet, changer)).contenu[0]["lignes"][1]["libelle"] == (
        "Les Embruns"
    )


@pytest.mark.parametrize(
    ("titre", "attendu"),
    [
        ("Effectif", "Collectifs, ligne 1 : la colonne « Enfants inscrits » manque."),
        (None, "Collectifs, ligne 1 : la colonne « Enfants inscrits » manque."),
        ("Exercice", "Collectifs, ligne 1 : la colonne « Exercice » est en double."),
    ],
)
def test_de_mauvaises_colonnes_sont_nommees(
    monde: Monde, projet: Equipement, titre: str | None, attendu: str
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        collectifs[0][4] = titre

    assert attendu in refus(monde, classeur_elan(projet, changer))


def test_une_feuille_absente_ou_masquee_est_demandee(monde: Monde, projet: Equipement) -> None:
    def masquer(livre: object) -> None:
        livre["Comptes"].sheet_state = "hidden"

    attendu = "La feuille « Comptes » manque ou est masquée : reprenez le modèle."
    assert attendu in refus(monde, classeur_elan(projet, retoucher=masquer))
    assert attendu in refus(monde, classeur({"Collectifs": [TITRES]}))


def test_une_autre_feuille_masquee_ne_gene_pas(monde: Monde, projet: Equipement) -> None:
    def ajouter(livre: object) -> None:
        livre.create_sheet("Brouillon").sheet_state = "hidden"

    assert deposer(monde, classeur_elan(projet, retoucher=ajouter)).pk


def test_des_feuilles_vides_sont_dites(monde: Monde, projet: Equipement) -> None:
    messages = refus(monde, classeur({"Collectifs": [TITRES], "Comptes": []}))

    assert "La feuille « Collectifs » ne contient aucune ligne." in messages
    assert "Comptes, ligne 1 : la colonne « Montant » manque." in messages
