"""Office documents of Microsoft received: what would act when somebody opens them is refused."""

from io import BytesIO

import pytest

from portal.lecteur.genres import reconnaitre
from portal.lecteur.ooxml import est_lointain
from portal.lecteur.refus import CONNEXION, DDE, MACROS, OBJET
from tests.lecteur.refuses import EMPAQUETE, refus
from tests.socle.fichiers import OLE, SPREADSHEET, classeur, docx, feuille, ooxml, relations, xlsx

BUREAU = "application/vnd.openxmlformats-officedocument"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(corps: str) -> bytes:
    """A .docx whose text is this XML."""
    types = (
        f'<Types><Override PartName="/word/document.xml" '
        f'ContentType="{BUREAU}.wordprocessingml.document.main+xml"/></Types>'
    )
    partie = f'<w:document xmlns:w="{WORD}"><w:body>{corps}</w:body></w:document>'
    return docx({"[Content_Types].xml": types.encode(), "word/document.xml": partie.encode()})


def champ(*morceaux: str) -> str:
    """A field of Word, its text written in pieces."""
    textes = "".join(f"<w:r><w:instrText>{m}</w:instrText></w:r>" for m in morceaux)
    bords = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    return f"<w:p>{bords[0]}{textes}{bords[1]}</w:p>"


@pytest.mark.parametrize(
    "ecrit",
    [
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.ms-excel.sheet.macro&#69;nabled.main+xml",
        "application/vnd.ms-excel.sheet.MACROENABLED.main+xml",
        "application/vnd.ms-office.vbaProject",
        "application/vnd.ms-excel.macrosheet+xml",
        "application/vnd.ms-office.activeX+xml",
    ],
)
def test_un_type_de_contenu_est_lu_et_non_cherche(ecrit: str) -> None:
    types = (
        f'<Types><Override PartName="/a.xml" ContentType="{BUREAU}.spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/b.bin" ContentType="{ecrit}"/></Types>'
    )
    for codage in ("utf-8", "utf-16"):
        contenu = xlsx({"[Content_Types].xml": types.encode(codage)})
        assert refus(contenu, "a.xlsx") == MACROS


def test_le_mot_dans_un_commentaire_ne_fait_pas_le_type() -> None:
    types = (
        "<Types><!-- macroEnabled -->"
        f'<Override PartName="/a.xml" ContentType="{BUREAU}.spreadsheetml.sheet.main+xml"/></Types>'
    )
    assert reconnaitre(BytesIO(xlsx({"[Content_Types].xml": types.encode()})), "a.xlsx")
    faux = f"<Types><!-- {BUREAU}.wordprocessingml.document.main+xml --></Types>"
    assert "n’est pas celui" in refus(xlsx({"[Content_Types].xml": faux.encode()}), "a.docx")


@pytest.mark.parametrize(
    ("genre", "cible", "dehors", "dit"),
    [
        ("vbaProject", "x.bin", False, MACROS),
        ("control", "x.xml", False, MACROS),
        ("xlMacrosheet", "x.xml", False, MACROS),
        ("oleObject", "file:///C:/a.exe", True, OBJET),
        ("attachedTemplate", "https://mal.example/a.dotm", True, "https://mal.example/a.dotm"),
        ("attachedTemplate", r"\\serveur\modeles\a.dotx", True, "rangé ailleurs"),
        ("attachedTemplate", r"file:///\\serveur\a.dotx", True, "rangé ailleurs"),
        ("frame", "http://mal.example/", True, "rangé ailleurs"),
        ("subDocument", "http://mal.example/a.docx", True, "rangé ailleurs"),
        ("aFChunk", "http://mal.example/a.html", True, "rangé ailleurs"),
        ("image", r"\\serveur\commun\logo.png", True, "montre une image rangée"),
        ("image", "file://serveur/logo.png", True, "file://serveur/logo.png"),
        ("video", "//serveur/a.mp4", True, "insérez-la"),
    ],
)
def test_une_relation_dangereuse_est_refusee(
    genre: str, cible: str, dehors: bool, dit: str
) -> None:
    contenu = docx({"word/_rels/settings.xml.rels": relations((genre, cible, dehors))})
    assert dit in refus(contenu, "a.docx")


@pytest.mark.parametrize(
    ("genre", "cible"),
    [
        ("hyperlink", "https://www.caf.fr/"),
        ("attachedTemplate", "file:///C:/Users/moi/Modeles/Normal.dotm"),
        ("externalLinkPath", "file:///C:/comptes/2025.xlsx"),
        ("externalLinkPath", r"\\serveur\commun\2025.xlsx"),
        ("image", "https://www.ville.example/logo.png"),
        ("image", "file:///C:/Users/moi/logo.png"),
    ],
)
def test_une_relation_courante_est_acceptee(genre: str, cible: str) -> None:
    contenu = docx({"word/_rels/document.xml.rels": relations((genre, cible, True))})
    assert reconnaitre(BytesIO(contenu), "a.docx").code == "docx"


@pytest.mark.parametrize(
    ("adresse", "lointaine"),
    [
        ("http://a/b", True),
        ("//serveur/a", True),
        (r"\\serveur\a", True),
        ("file://serveur/a", True),
        ("file:////serveur/a", True),
        ("file:///C:/a", False),
        ("file:///home/a", False),
        ("C:\\a", False),
        ("../Objet 1", False),
        ("", False),
    ],
)
def test_ce_qui_est_sur_une_autre_machine(adresse: str, lointaine: bool) -> None:
    assert est_lointain(adresse) is lointaine


@pytest.mark.parametrize(
    "corps",
    [
        champ('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"'),
        champ("DD", "EAUTO cmd"),
        champ(" dde ", "Excel"),
        champ("PAGE " + champ("DDE cmd")),
        '<w:p><w:fldSimple w:instr=" DDEAUTO cmd "/></w:p>',
        "<w:p><w:r><w:instrText>&#68;DEAUTO cmd</w:instrText></w:r></w:p>",
    ],
)
def test_un_champ_dde_est_refuse(corps: str) -> None:
    assert refus(document(corps), "a.docx") == DDE


def test_un_champ_courant_est_accepte() -> None:
    contenu = document(champ("PAGE ", "\\* MERGEFORMAT") + "<w:p><w:r><w:t>DDE</w:t></w:r></w:p>")
    assert reconnaitre(BytesIO(contenu), "a.docx").code == "docx"


@pytest.mark.parametrize("formule", ["cmd|'/C calc'!A0", "cmd&#124;'/C calc'!A0", "[1]!x|y"])
def test_une_formule_qui_lance_un_programme_est_refusee(formule: str) -> None:
    corps = f'<row r="1"><c r="A1"><f>{formule}</f><v>1</v></c></row>'
    assert refus(classeur(feuille(corps.encode())), "a.xlsx") == DDE


def test_une_barre_dans_un_texte_ne_gene_pas() -> None:
    corps = '<row r="1"><c r="A1"><f>A1&amp;"x | y"</f></c><c t="str"><v>a | b</v></c></row>'
    assert reconnaitre(BytesIO(classeur(feuille(corps.encode()))), "a.xlsx").code == "xlsx"


@pytest.mark.parametrize(("balise", "dit"), [("ddeLink", DDE), ("oleLink", OBJET)])
def test_un_lien_externe_vers_un_programme_est_refuse(balise: str, dit: str) -> None:
    types = (
        f'<Types><Override PartName="/a.xml" ContentType="{BUREAU}.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/liens/l1.xml" '
        f'ContentType="{BUREAU}.spreadsheetml.externalLink+xml"/></Types>'
    )
    lien = f'<x:externalLink xmlns:x="{SPREADSHEET}"><x:{balise}/></x:externalLink>'
    parties = {"[Content_Types].xml": types.encode(), "liens/l1.xml": lien.encode()}
    assert refus(xlsx(parties), "a.xlsx") == dit


def test_un_objet_qui_enveloppe_un_fichier_est_refuse() -> None:
    assert refus(docx({"word/embeddings/o.bin": EMPAQUETE}), "a.docx") == OBJET
    assert reconnaitre(BytesIO(docx({"word/embeddings/o.bin": OLE})), "a.docx")


def test_un_document_incorpore_est_regarde_a_son_tour() -> None:
    sain = docx({"word/embeddings/a.xlsx": xlsx()})
    assert reconnaitre(BytesIO(sain), "a.docx").code == "docx"
    piege = docx({"word/embeddings/a.xlsx": xlsx({"xl/vbaProject.bin": b"x"})})
    assert refus(piege, "a.docx") == MACROS


def test_un_chiffrement_de_bureautique_reste_dit() -> None:
    assert "mot de passe" in refus(OLE, "a.xlsx")
    assert refus(ooxml("spreadsheetml.sheet", {"xl/VBAPROJECT.BIN": b"x"}), "a.xlsx") == MACROS


@pytest.mark.parametrize(("ecrit", "refusee"), [("1", True), ("true", True), ("0", False)])
def test_une_connexion_qui_s_actualise_a_l_ouverture_est_refusee(ecrit: str, refusee: bool) -> None:
    """One that waits for the person to refresh it is what business software exports."""
    corps = (
        '<connections xmlns="x"><connection id="1" name="Budget" type="1" '
        f'refreshOnLoad="{ecrit}"><dbPr connection="DSN=compta"/></connection></connections>'
    )
    contenu = xlsx({"xl/connections.xml": corps.encode()})
    if refusee:
        assert refus(contenu, "a.xlsx") == CONNEXION
    else:
        assert reconnaitre(BytesIO(contenu), "a.xlsx").code == "xlsx"
