"""Cells of a workbook of ELAN that say other than they show: merged, rounded, computed."""

from typing import Any

import pytest

from declarations.models import RepriseElan
from habilitations.models import Equipement
from tests.declarations.classeurs import avec_partie, classeur_elan, partie
from tests.declarations.elan.depots import confirmer, deposer, refus
from tests.declarations.elan.services.masques import COMPTES, avertis, masquer
from tests.monde import Monde

MONTANT = b'<c r="D2" t="n"><v>3000</v></c>'


def test_des_cellules_fusionnees_sont_refusees_une_par_une(
    monde: Monde, projet: Equipement
) -> None:
    def fusionner(livre: Any) -> None:
        livre["Comptes"].merge_cells("B2:B3")

    attendu = "Cette cellule est fusionnée avec d’autres (lignes 2 à 3) : annulez la fusion"
    messages = refus(monde, classeur_elan(projet, retoucher=fusionner))
    assert [m.split(attendu)[0] for m in messages if attendu in m] == [
        "Comptes, ligne 2, colonne Exercice : ",
        "Comptes, ligne 3, colonne Exercice : ",
    ]


def test_une_fusion_hors_des_donnees_ne_gene_pas(monde: Monde, projet: Equipement) -> None:
    def fusionner(livre: Any) -> None:
        livre["Comptes"].merge_cells("F2:G9")

    assert avertis(monde, classeur_elan(projet, retoucher=fusionner)) == []


@pytest.mark.parametrize(
    ("valeur", "format_", "lu", "averti"),
    [
        (3333.333333333333, "0.00", "3333.33", "affiche 3333,33 et contient 3333,333333333333"),
        (3333.335, '#,##0.00\\ "€"', "3333.34", "affiche 3333,34 et contient 3333,335"),
        (3333.4, "#,##0", "3333.40", "affiche 3333 et contient 3333,4 : 3333,4 est repris"),
        (3333.5, "0.00", "3333.50", ""),
        (3000.0000000001, "0.00", "3000", ""),
    ],
)
def test_un_montant_arrondi_a_l_affichage_est_pris_au_centime_et_dit(
    monde: Monde, projet: Equipement, valeur: float, format_: str, lu: str, averti: str
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        comptes[1][3] = valeur

    def formater(livre: Any) -> None:
        livre["Comptes"]["D2"].number_format = format_

    depot = deposer(monde, classeur_elan(projet, changer, formater))
    assert [averti in dit for dit in depot.avertissements] == [True] * bool(averti)
    confirmer(monde, depot, vus=True)
    assert RepriseElan.objects.get().donnees["comptes.60"] == lu


@pytest.mark.parametrize("format_", ["General", "0.000", "0%", "dd/mm/yyyy"])
def test_sans_arrondi_a_l_affichage_trop_de_decimales_sont_refusees(
    monde: Monde, projet: Equipement, format_: str
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        comptes[1][3] = 3333.333333

    def formater(livre: Any) -> None:
        livre["Comptes"]["D2"].number_format = format_

    assert refus(monde, classeur_elan(projet, changer, formater))[0].startswith(
        "Comptes, ligne 2, colonne Montant : "
    )


@pytest.mark.parametrize(
    ("cellule", "dit"),
    [
        (b'<c r="D2"><f>1000*3</f></c>', "sa formule n’a pas de résultat enregistré"),
        (b'<c r="D2"><f>1000*3</f><v></v></c>', "sa formule n’a pas de résultat enregistré"),
        (
            b'<c r="D2" t="e"><f>A1/0</f><v>#DIV/0!</v></c>',
            "sa formule est en erreur, «\u00a0#DIV/",
        ),
        (b'<c r="D2" t="e"><v>#N/A</v></c>', "sa formule est en erreur, «\u00a0#N/A\u00a0»"),
        (b'<c r="D2"><v>1e400</v></c>', "nombre démesuré"),
    ],
)
def test_une_cellule_calculee_sans_valeur_dit_pourquoi(
    monde: Monde, projet: Equipement, cellule: bytes, dit: str
) -> None:
    contenu = classeur_elan(projet)
    assert MONTANT in partie(contenu, COMPTES)
    piege = avec_partie(contenu, COMPTES, lambda brut: brut.replace(MONTANT, cellule))
    (message,) = refus(monde, piege)
    assert message.startswith("Comptes, ligne 2, colonne Montant : ")
    assert dit in message


def test_un_texte_de_nombre_est_lu(monde: Monde, projet: Equipement) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        comptes[1][3] = "3 000,00"
        collectifs[1][4] = " 10 "
        collectifs[1][0] = str(projet.pk)

    depot = deposer(monde, classeur_elan(projet, changer))
    confirmer(monde, depot)
    assert RepriseElan.objects.get().donnees["comptes.60"] == "3000"


def test_une_feuille_rangee_ailleurs_se_lit_comme_les_autres(
    monde: Monde, projet: Equipement
) -> None:
    contenu = classeur_elan(projet, retoucher=masquer("Comptes", "row", 3))
    ailleurs = contenu.replace(b"xl/worksheets/sheet2.xml", b"xl/autrepart/feuille.xml")
    liens = avec_partie(
        ailleurs,
        "xl/_rels/workbook.xml.rels",
        lambda b: b.replace(b"worksheets/sheet2.xml", b"autrepart/feuille.xml"),
    )
    types = avec_partie(
        liens,
        "[Content_Types].xml",
        lambda b: b.replace(b"worksheets/sheet2.xml", b"autrepart/feuille.xml"),
    )
    assert "Comptes, ligne 3 : cette ligne est masquée" in avertis(monde, types)[0]


def test_une_ligne_toute_en_formules_sans_resultat_n_est_pas_perdue(
    monde: Monde, projet: Equipement
) -> None:
    """As libraries write them: no spreadsheet ever computed it, and nothing would show it."""

    def changer(collectifs: list, comptes: list) -> None:
        comptes.append(["=A2", "=B2", "=62", "=10+5"])

    messages = refus(monde, classeur_elan(projet, changer))
    assert messages[0].startswith("Comptes, ligne 5, colonne ")
    assert all("sa formule n’a pas de résultat enregistré" in message for message in messages)


def test_une_formule_qui_donne_un_texte_vide_vaut_une_cellule_vide(
    monde: Monde, projet: Equipement
) -> None:
    vide = "".join(
        f'<c r="{colonne}9" t="str"><f>IF(1=2,1,"")</f><v></v></c>' for colonne in "ABCD"
    )
    contenu = avec_partie(
        classeur_elan(projet),
        COMPTES,
        lambda b: b.replace(b"</sheetData>", f'<row r="9">{vide}</row></sheetData>'.encode()),
    )
    assert avertis(monde, contenu) == []
