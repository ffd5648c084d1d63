"""PDF received: sound ones taken as they come, those that ask for a password or act refused."""

import zlib
from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from portal.lecteur.pdf import LANCEMENT, PROGRAMME, est_pdf
from portal.lecteur.refus import PDF_PROTEGE, FichierRefuse
from tests.socle.fichiers import HTML, PDF

ALGORITHMES = ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256")


def ecrit(livre: PdfWriter) -> bytes:
    sortie = BytesIO()
    livre.write(sortie)
    return sortie.getvalue()


def page() -> PdfWriter:
    livre = PdfWriter()
    livre.add_blank_page(100, 100)
    return livre


def avec_action(action: DictionaryObject) -> PdfWriter:
    livre = page()
    livre._root_object[NameObject("/OpenAction")] = action
    return livre


def script() -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
    )


def refus(contenu: bytes) -> str:
    with pytest.raises(FichierRefuse) as erreur:
        est_pdf(BytesIO(contenu))
    return str(erreur.value)


@pytest.mark.parametrize(
    "contenu",
    [
        PDF,
        b"\xef\xbb\xbf" + PDF,
        b"\r\n\r\n" + PDF,
        b"Content-Type: application/pdf\r\n\r\n" + PDF,
        b"x" * 1000 + PDF,
        PDF + bytes(100_000),
        PDF + b"\r\n\r\n\0\0",
        ecrit(page()),
    ],
)
def test_un_pdf_sain_est_pris_avec_ce_qui_l_entoure(contenu: bytes) -> None:
    assert est_pdf(BytesIO(contenu))


@pytest.mark.parametrize(
    "contenu",
    [
        b"x" * 1030 + PDF,
        HTML + PDF,
        b"\xef\xbb\xbf  <html>" + PDF,
        b"MZ\x90" + PDF,
        b"PK\x03\x04" + PDF,
        b"#!/bin/sh\n" + PDF,
        PDF[:-8],
        b"%PDF-1.7\n%%EOF",
        b"",
    ],
)
def test_ce_qui_n_est_pas_un_pdf_entier_ne_l_est_pas(contenu: bytes) -> None:
    assert not est_pdf(BytesIO(contenu))


@pytest.mark.parametrize("algorithme", ALGORITHMES)
def test_un_mot_de_passe_pour_ouvrir_est_refuse(algorithme: str) -> None:
    livre = page()
    livre.encrypt("secret", "proprietaire", algorithm=algorithme)
    assert refus(ecrit(livre)) == PDF_PROTEGE


@pytest.mark.parametrize("algorithme", ALGORITHMES)
def test_une_protection_contre_les_modifications_ne_gene_pas(algorithme: str) -> None:
    livre = page()
    livre.encrypt("", "proprietaire", algorithm=algorithme)
    assert est_pdf(BytesIO(ecrit(livre)))


def test_un_certificat_ou_une_protection_inconnue_est_refuse() -> None:
    protege = PDF.replace(
        b"trailer\n<<",
        b"9 0 obj\n<< /Filter /Adobe.PubSec /V 4 >>\nendobj\ntrailer\n<< /Encrypt 9 0 R",
    )
    assert refus(protege) == PDF_PROTEGE


@pytest.mark.parametrize("algorithme", [None, *ALGORITHMES])
def test_un_programme_est_refuse_meme_sous_une_protection(algorithme: str | None) -> None:
    livre = avec_action(script())
    if algorithme:
        livre.encrypt("", "proprietaire", algorithm=algorithme)
    assert refus(ecrit(livre)) == PROGRAMME


@pytest.mark.parametrize(
    "objets",
    [
        b"<< /S /JavaScript /JS (app.alert(1)) >>",
        b"<< /#53 /Java#53cript /J#53 (1) >>",
        b"<</Names<</JavaScript 5 0 R>>>>",
        b"<< /AA << /O << /S/JavaScript/JS 9 0 R >> >> >>",
        b"% 7 0 obj << /S /JavaScript /JS (1) >> endobj",
        b"<< /S 7 0 R /JS#20 8 0 R >>\nendobj\n7 0 obj\n/JavaScript",
        b"(7 0 obj << /S /JavaScript /JS (1) >> endobj)",
        b"<< /Length 60 >>\nstream\n7 0 obj << /S /JavaScript /JS (1) >> endobj\nendstream",
    ],
)
def test_un_programme_ne_se_cache_pas(objets: bytes) -> None:
    assert refus(PDF.replace(b"trailer", b"5 0 obj\n" + objets + b"\nendobj\ntrailer")) == PROGRAMME


@pytest.mark.parametrize("filtre", ["/FlateDecode", "[/ASCIIHexDecode /FlateDecode]"])
def test_un_programme_ne_se_cache_pas_dans_des_objets_comprimes(filtre: str) -> None:
    flux = zlib.compress(b"5 0 << /S /JavaScript /JS (1) >>")
    if "Hex" in filtre:
        flux = flux.hex().encode() + b">"
    entete = f"8 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter {filtre} >>\nstream\n".encode()
    objet = entete + flux + b"\nendstream\nendobj\n"
    assert refus(PDF.replace(b"trailer", objet + b"trailer")) == PROGRAMME


@pytest.mark.parametrize("action", [b"/Launch /F (cmd.exe)", b"/ImportData /F (a.fdf)"])
def test_un_lancement_est_refuse(action: bytes) -> None:
    objet = b"5 0 obj\n<< /S " + action + b" >>\nendobj\ntrailer"
    assert refus(PDF.replace(b"trailer", objet)) == LANCEMENT


def test_des_mots_dans_un_texte_ne_genent_pas() -> None:
    titre = b"5 0 obj\n<< /Title (Apprendre /JavaScript et /Launch) /S /GoTo >>\nendobj\ntrailer"
    assert est_pdf(BytesIO(PDF.replace(b"trailer", titre)))


@pytest.mark.parametrize("algorithme", [None, *ALGORITHMES])
def test_un_fichier_joint_est_refuse_et_nomme(algorithme: str | None) -> None:
    livre = page()
    livre.add_attachment("comptes.exe", b"MZ")
    if algorithme:
        livre.encrypt("", "proprietaire", algorithm=algorithme)
    assert "«\u00a0comptes.exe\u00a0»" in refus(ecrit(livre))


@pytest.mark.parametrize("algorithme", [None, *ALGORITHMES])
def test_une_facture_electronique_est_acceptee(algorithme: str | None) -> None:
    livre = page()
    livre.add_attachment("factur-x.xml", b"<x/>")
    if algorithme:
        livre.encrypt("", "proprietaire", algorithm=algorithme)
    assert est_pdf(BytesIO(ecrit(livre)))
