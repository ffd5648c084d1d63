"""Spreadsheets: real numbers, texts that never run, a layout that reads at once."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from portal.socle.classeurs import Colonne, Feuille, desamorcer, ecrire_classeur

COLONNES = (Colonne("Lieu", 30), Colonne("Montant", 14, euros=True), Colonne("Le", 12))


def ecrire(*lignes, colonnes=COLONNES, titre="Lieux"):
    return ecrire_classeur([Feuille(titre, colonnes, lignes)], titre="Essai")


def relire(octets, feuille=0):
    return CalamineWorkbook.from_filelike(BytesIO(octets)).get_sheet_by_index(feuille).to_python()


def test_les_valeurs_gardent_leur_nature():
    octets = ecrire(("Ugine", Decimal("1234.50"), date(2026, 3, 31)), ("Albertville", 12, None))
    assert relire(octets) == [
        ["Lieu", "Montant", "Le"],
        ["Ugine", 1234.5, date(2026, 3, 31)],
        ["Albertville", 12.0, ""],
    ]


def test_oui_non_et_heure_de_paris():
    octets = ecrire((True, False, datetime(2026, 7, 1, 10, 30, tzinfo=UTC)))
    assert relire(octets)[1] == ["oui", "non", datetime(2026, 7, 1, 12, 30)]


def test_mise_en_page():
    page = load_workbook(BytesIO(ecrire(("Ugine", Decimal("1.5"), date(2026, 3, 31)))))["Lieux"]
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"
    assert page.column_dimensions["A"].width == 30
    assert page["A1"].font.bold
    assert page["B2"].number_format == '#,##0.00\\ "€"'
    assert page["C2"].number_format == "DD/MM/YYYY"


def test_les_nombres_sans_unite_montrent_leurs_decimales_s_ils_en_ont():
    octets = ecrire((Decimal("1200.00"),), (Decimal("0.8"),), colonnes=[Colonne("Heures")])
    page = load_workbook(BytesIO(octets))["Lieux"]
    assert [page["A2"].number_format, page["A3"].number_format] == ["#,##0", "#,##0.00"]


@pytest.mark.parametrize(
    "texte",
    ["=1+1", "+1", "-1", "@SOMME(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", '=HYPERLINK("x")'],
)
def test_un_texte_n_est_jamais_une_formule(texte):
    cellule = load_workbook(BytesIO(ecrire((texte, None, None))))["Lieux"]["A2"]
    assert cellule.data_type == "s"
    assert str(cellule.value).startswith("'")


def test_un_titre_de_colonne_non_plus():
    octets = ecrire(("a",), colonnes=[Colonne("=1+1")])
    assert relire(octets)[0] == ["'=1+1"]


def test_un_nombre_negatif_reste_un_nombre():
    assert relire(ecrire(("Résultat", Decimal("-1500.25"), None)))[1][1] == -1500.25


def test_les_titres_de_feuille_sont_permis_et_differents():
    titres = ["Lieux d’accueil : tous les lieux [2025]", "Lieux", "lieux", "", "*?"]
    octets = ecrire_classeur([Feuille(t, COLONNES, ()) for t in titres], titre="Essai")
    assert CalamineWorkbook.from_filelike(BytesIO(octets)).sheet_names == [
        "Lieux d’accueil   tous les lieu",
        "Lieux",
        "lieux (2)",
        "Feuille",
        "Feuille (2)",
    ]


def test_une_ligne_trop_courte_est_une_faute():
    with pytest.raises(ValueError, match="zip"):
        ecrire(("Ugine",))


@given(st.text(max_size=50))
def test_desamorcer_ne_laisse_aucun_debut_de_formule(texte):
    assert not desamorcer(texte).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_desamorcer_laisse_les_autres_textes():
    assert desamorcer("Antenne d’Ugine = 2") == "Antenne d’Ugine = 2"
    assert len(desamorcer("a" * 40_000)) == 32_767
