"""Tables read whatever they were made with: what they hide is told."""

import io
import zipfile
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from habilitations.annuaire.imports.fichier import MASQUEE, lire_fichier
from portal.lecteur.classeurs import lire_classeur
from portal.lecteur.odf_vues import MASQUEES_MAX, lire_vues_odf
from portal.lecteur.refus import FichierRefuse
from portal.lecteur.tableaux import lire_tableau
from portal.socle.lecture_classeurs import Feuilles, _feuille
from tests.socle import fichiers

_URN = "urn:oasis:names:tc:opendocument:xmlns"
_NOMS = " ".join(f'xmlns:{n}="{_URN}:{n}:1.0"' for n in ("office", "table", "text"))
_ERREURS = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cellule(texte: str, **attributs: str) -> str:
    dits = "".join(f" table:{n.replace('_', '-')}={quoteattr(v)}" for n, v in attributs.items())
    return (
        f'<table:table-cell office:value-type="string"{dits}><text:p>{texte}</text:p>'
        "</table:table-cell>"
    )


def rangee(*cellules: str, **attributs: str) -> str:
    dits = "".join(f" table:{n.replace('_', '-')}={quoteattr(v)}" for n, v in attributs.items())
    return f"<table:table-row{dits}>{''.join(cellules)}</table:table-row>"


def contenu_de(corps: str) -> bytes:
    contenu = (
        f'<?xml version="1.0"?><office:document-content {_NOMS} {_ERREURS}><office:body>'
        f'<office:spreadsheet><table:table table:name="Gestionnaires">{corps}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return contenu.encode()


def ods(corps: str) -> bytes:
    manifeste = f'<m:manifest xmlns:m="{_URN}:manifest:1.0"/>'.encode()
    parties = {"content.xml": contenu_de(corps), "META-INF/manifest.xml": manifeste}
    return fichiers.odf("spreadsheet", parties)


def lue(contenu: bytes, nom: str = "a.ods") -> dict[str, Any]:
    (feuille,) = lire_tableau(contenu, nom)["feuilles"]
    return feuille


def test_les_lignes_masquees_d_un_opendocument_sont_dites() -> None:
    """Filtered, folded, repeated; those that hold nothing are not told."""
    vide = '<table:table-cell table:number-columns-repeated="16384"/>'
    feuille = lue(
        ods(
            rangee(cellule("SIRET"), cellule("Nom"))
            + rangee(cellule("1"), cellule("a"), visibility="filter")
            + rangee(cellule("2"), cellule("b"), number_rows_repeated="2")
            + rangee(cellule("3"), cellule("c"), visibility="collapse", number_rows_repeated="2")
            + rangee(vide, visibility="collapse", number_rows_repeated="1048570")
        )
    )
    assert feuille["lignes_masquees"] == [2, 5, 6]
    assert [ligne[0] for ligne in feuille["lignes"]] == ["SIRET", "1", "2", "2", "3", "3"]


def test_colonnes_masquees_fusions_et_erreurs_d_un_opendocument() -> None:
    colonne = "<table:table-column table:number-columns-repeated"
    erreur = (
        '<table:table-cell office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/D</text:p></table:table-cell>'
    )
    feuille = lue(
        ods(
            f'{colonne}="2"/>{colonne}="3" table:visibility="collapse"/>'
            + rangee(cellule("a", number_columns_spanned="2"), "<table:covered-table-cell/>")
            + rangee(cellule("b"), erreur)
        )
    )
    assert feuille["colonnes_masquees"] == [(3, 5)]
    assert feuille["fusions"] == [(1, 1, 1, 2)]
    assert feuille["erreurs"] == [(2, 2, "#N/D")]


@pytest.mark.parametrize("repetition", ["-1", "x", "9" * 30, "²"])
def test_une_repetition_qui_n_en_est_pas_une_n_arrete_rien(repetition: str) -> None:
    corps = rangee(cellule("a"), visibility="filter", number_rows_repeated=repetition)
    (vue,) = lire_vues_odf(io.BytesIO(contenu_de(corps))).values()
    assert vue.lignes_masquees[0] == 1
    assert len(vue.lignes_masquees) <= MASQUEES_MAX


def test_un_import_nomme_ce_qu_un_opendocument_cache() -> None:
    colonne = "<table:table-column"
    siret = cellule("36252187900034")
    contenu = ods(
        f'{colonne}/>{colonne} table:visibility="collapse"/>'
        + rangee(cellule("SIRET"), cellule("Nom"), cellule("Nature"))
        + rangee(siret, cellule("Bauges"), cellule("Association"), visibility="filter")
    )
    lu = lire_fichier(Feuilles({"Gestionnaires": _feuille(lue(contenu))}))
    (ligne,) = lu.lignes
    assert MASQUEE in ligne.remarques
    assert any("Nom" in dit and "masquée" in dit for dit in lu.avertissements)


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_un_texte_se_lit_dans_les_lettres_de_tous_les_tableurs(
    codage: str, separateur: str
) -> None:
    """« Texte Unicode » of a spreadsheet is UTF-16, with a mark at its head."""
    texte = separateur.join(("Référence", "Montant")) + "\r\n" + separateur.join(("é", "12"))
    assert lue(texte.encode(codage), "a.csv")["lignes"] == [["Référence", "Montant"], ["é", "12"]]


@pytest.mark.parametrize("contenu", [b"a;b\0;c", b"\xff\xfea", b"\xff\xfe\0\xd8a\0"])
def test_ce_qui_n_est_pas_un_texte_le_dit(contenu: bytes) -> None:
    with pytest.raises(FichierRefuse) as refus:
        lire_tableau(contenu, "a.csv")
    assert "n’est pas un texte lisible" in str(refus.value)


CACHEE = (
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
)


@pytest.mark.parametrize("forme", ["{}", "/xl/{}", "./{}", "../xl/{}", "a/../{}"])
def test_une_ligne_masquee_est_vue_comment_que_sa_feuille_soit_nommee(forme: str) -> None:
    """The place of a sheet is written in several ways; none of them hides what it hides."""
    contenu = fichiers.classeur(fichiers.feuille(CACHEE))
    ecrite = forme.format("worksheets/sheet1.xml")
    contenu = refaire(contenu, b'Target="worksheets/sheet1.xml"', f'Target="{ecrite}"'.encode())
    (feuille,) = lire_classeur(contenu)["feuilles"]
    assert [ligne[0] for ligne in feuille["lignes"]] == [1, 2]
    assert feuille["lignes_masquees"] == [2]


def test_une_feuille_que_rien_n_a_regardee_n_est_pas_lue_en_aveugle() -> None:
    contenu = fichiers.classeur(fichiers.feuille(CACHEE))
    ailleurs = refaire(contenu, b'Target="worksheets/sheet1.xml"', b'Target="/ailleurs.xml"')
    with pytest.raises(FichierRefuse):
        lire_classeur(ailleurs)


def refaire(contenu: bytes, avant: bytes, apres: bytes) -> bytes:
    """The same archive, a text of its relations changed."""
    with zipfile.ZipFile(io.BytesIO(contenu)) as lu:
        parties = {i.filename: lu.read(i).replace(avant, apres) for i in lu.infolist()}
    return fichiers.archive(parties)
