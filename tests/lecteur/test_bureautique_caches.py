"""What calls a program or hides one, wherever it is put in an office document."""

import zipfile
from io import BytesIO

import pytest

from portal.lecteur.genres import reconnaitre
from portal.lecteur.refus import ABIME, DDE, DEMESURE, MACROS, OBJET
from tests.lecteur.refuses import refus
from tests.socle.fichiers import SPREADSHEET, archive, classeur, docx, feuille, odf, xlsx

RIRES = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
AILLEURS = b'<!DOCTYPE l SYSTEM "http://mal.example/x.dtd">'
APPEL = "cmd&#124;'/c calc'!A0"
LIEN = f'<externalLink xmlns="{SPREADSHEET}"><ddeLink ddeService="cmd"/></externalLink>'.encode()


@pytest.mark.parametrize("doctype", [RIRES, AILLEURS])
@pytest.mark.parametrize(
    "partie",
    ["xl/sharedStrings.xml", "xl/styles.xml", "docProps/core.xml", "xl/theme/t.xml", "x/y.dat"],
)
def test_aucune_partie_ne_declare_d_entite_ni_n_en_appelle(partie: str, doctype: bytes) -> None:
    corps = f'<a xmlns="{SPREADSHEET}"/>'.encode()
    assert reconnaitre(BytesIO(xlsx({partie: corps})), "a.xlsx").code == "xlsx"
    assert refus(xlsx({partie: doctype + corps}), "a.xlsx") == ABIME


def test_une_page_et_un_dessin_inseres_ont_leur_doctype() -> None:
    """Word keeps pages inserted as they are, and drawings come with theirs."""
    bureau = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        f'<Types><Override PartName="/d.xml" ContentType="{bureau}"/>'
        '<Default Extension="svg" ContentType="image/svg+xml"/>'
        '<Default Extension="htm" ContentType="text/html"/></Types>'
    )
    parties = {
        "[Content_Types].xml": types.encode(),
        "word/media/a.svg": b'<!DOCTYPE svg PUBLIC "a" "b"><svg/>',
        "word/a.htm": b"<!DOCTYPE html><p>Bonjour<br>",
    }
    assert reconnaitre(BytesIO(docx(parties)), "a.docx").code == "docx"


@pytest.mark.parametrize("nom", ["xl/externalLinks/a.xml", "xl/b.dat", "c"])
def test_un_lien_vers_un_programme_est_vu_quel_que_soit_son_type(nom: str) -> None:
    assert refus(xlsx({nom: LIEN}), "a.xlsx") == DDE


@pytest.mark.parametrize("balise", ["f", "formula", "formula1", "formula2"])
def test_toute_formule_est_lue(balise: str) -> None:
    corps = f'<row r="1"><c r="A1"><{balise}>{APPEL}</{balise}></c></row>'.encode()
    assert refus(classeur(feuille(corps)), "a.xlsx") == DDE


def test_un_nom_defini_est_lu() -> None:
    noms = f'<workbook xmlns="{SPREADSHEET}"><definedName name="a">{APPEL}</definedName></workbook>'
    assert refus(xlsx({"xl/livre.xml": noms.encode()}), "a.xlsx") == DDE


@pytest.mark.parametrize("lettres", ["utf-16", "utf-16-le", "utf-16-be"])
def test_une_formule_est_lue_en_lettres_de_toute_taille(lettres: str) -> None:
    corps = feuille(f'<row r="1"><c r="A1"><f>{APPEL}</f></c></row>'.encode()).decode()
    declaree = '<?xml version="1.0" encoding="UTF-16"?>' + corps
    assert refus(classeur(declaree.encode(lettres)), "a.xlsx") == DDE


@pytest.mark.parametrize("debut", [b"MZ\x90", b"\x7fELF", b"#!/bin/sh"])
def test_un_programme_range_dans_un_document_est_refuse(debut: bytes) -> None:
    parties = {"xl/embeddings/a.bin": debut + bytes(100)}
    assert refus(xlsx(parties), "a.xlsx") == OBJET
    assert refus(odf("spreadsheet", parties), "a.ods") == OBJET


def test_un_document_range_dans_un_opendocument_est_regarde() -> None:
    macros = {"Basic/Standard/m.xml": b"x"}
    for interne in (odf("text", macros), xlsx({"xl/vbaProject.bin": b"x"})):
        assert refus(odf("spreadsheet", {"Object 1": interne}), "a.ods") == MACROS
    assert refus(odf("text", {"Object 1": archive({"a": b"a"})}), "a.odt") == OBJET
    for interne in (odf("text"), xlsx()):
        assert reconnaitre(BytesIO(odf("text", {"Object 1": interne})), "a.odt").code == "odt"
    profond = odf("text", {"a": odf("text", {"a": odf("text", {"a": odf("text")})})})
    assert refus(profond, "a.odt") == DEMESURE


def test_une_formule_d_opendocument_qui_appelle_un_programme_est_refusee() -> None:
    formule = "of:=DDE (&quot;cmd&quot;;&quot;/c calc&quot;;&quot;a&quot;)"
    cellule = f'<a xmlns:t="t"><t:table-cell t:formula="{formule}"/></a>'.encode()
    assert refus(odf("spreadsheet", {"content.xml": cellule}), "a.ods") == DDE


@pytest.mark.parametrize("nom", ["../../etc/passwd", "xl\\..\\..\\a", "a/../b"])
def test_une_partie_hors_de_l_archive_est_refusee(nom: str) -> None:
    assert refus(xlsx({nom: b"x"}), "a.xlsx") == ABIME


@pytest.mark.parametrize("facon", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_un_empaquetage_etranger_aux_documents_est_refuse(facon: int) -> None:
    sortie = BytesIO()
    with zipfile.ZipFile(BytesIO(xlsx())) as source, zipfile.ZipFile(sortie, "w", facon) as copie:
        for partie in source.namelist():
            copie.writestr(partie, source.read(partie))
    assert refus(sortie.getvalue(), "a.xlsx") == ABIME
