"""The real type of a file, by its content: what is kept, what is refused and why."""

import io
from collections.abc import Callable
from contextlib import suppress

import pytest

from portal.socle.contenus import FichierRefuse, reconnaitre
from portal.socle.documents import LONGUEUR_NOM, nettoyer_nom
from tests.socle import fichiers

MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("nom", "contenu", "code"),
    [
        ("bilan.pdf", fichiers.PDF, "pdf"),
        ("BILAN.PDF", fichiers.PDF, "pdf"),
        ("plan.png", fichiers.PNG, "png"),
        ("photo.jpg", fichiers.JPEG, "jpg"),
        ("photo.jpeg", fichiers.JPEG, "jpg"),
        ("comptes.xlsx", fichiers.xlsx(), "xlsx"),
        ("lettre.docx", fichiers.docx(), "docx"),
        ("comptes.ods", fichiers.odf("spreadsheet"), "ods"),
        ("lettre.odt", fichiers.odf("text"), "odt"),
    ],
)
def test_ce_qui_est_accepte(nom: str, contenu: bytes, code: str) -> None:
    fichier = io.BytesIO(contenu)
    assert reconnaitre(fichier, nom).code == code
    assert fichier.tell() == 0


@pytest.mark.parametrize(
    ("nom", "contenu", "dit"),
    [
        ("facture.pdf", fichiers.SCRIPT, "n’est pas celui d’un fichier « .pdf »"),
        ("facture.pdf", fichiers.HTML, "n’est pas celui"),
        ("facture.pdf", fichiers.HTML + fichiers.PDF, "n’est pas celui"),
        ("facture.pdf", b"MZ\x90\0" + fichiers.PDF, "n’est pas celui"),
        ("coupe.pdf", fichiers.PDF[:20], "abîmé"),
        ("photo.png", fichiers.JPEG, "n’est pas celui d’un fichier « .png »"),
        ("photo.jpg", fichiers.PNG, "n’est pas celui"),
        ("page.html", fichiers.HTML, "Ce format n’est pas accepté"),
        ("dessin.svg", fichiers.SVG, "Ce format n’est pas accepté"),
        ("dessin.png", fichiers.SVG, "n’est pas celui"),
        ("sans_extension", fichiers.PDF, "Ce format n’est pas accepté"),
        ("archive.zip", fichiers.archive({"a": b"a"}), "Ce format n’est pas accepté"),
        ("archive.xlsx", fichiers.archive({"a": b"a"}), "n’est pas celui"),
        ("lettre.xlsx", fichiers.docx(), "n’est pas celui"),
        ("lettre.odt", fichiers.odf("spreadsheet"), "n’est pas celui"),
        ("lettre.docm", fichiers.docx(), "Ce format n’est pas accepté"),
        ("lettre.docx", fichiers.docx({"word/vbaProject.bin": b"x"}), "macros"),
        ("lettre.docx", fichiers.ooxml("x", type_principal=MACRO), "macros"),
        ("comptes.xlsx", fichiers.xlsx({"xl/macrosheets/s1.xml": b"x"}), "macros"),
        ("comptes.xlsx", fichiers.xlsx({"xl/activeX/a.bin": b"x"}), "macros"),
        ("lettre.odt", fichiers.odf("text", {"Basic/Standard/m.xml": b"x"}), "macros"),
        ("lettre.odt", fichiers.odf("text", {"Scripts/python/m.py": b"x"}), "macros"),
        (
            "lettre.odt",
            fichiers.odf("text", {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
            "mot de passe",
        ),
        ("comptes.xlsx", fichiers.chiffree(), "mot de passe"),
        ("comptes.xlsx", fichiers.OLE, "mot de passe"),
        ("comptes.xlsx", fichiers.annuaire_demesure, "anormalement volumineux"),
        ("comptes.xlsx", fichiers.xlsx()[:-30], "abîmé"),
        ("comptes.xlsx", b"PK\x03\x04" + bytes(200), "abîmé"),
        ("comptes.xlsx", fichiers.xlsx({"[Content_Types].xml": bytes(2 << 20)}), "volumineux"),
    ],
)
def test_ce_qui_est_refuse(nom: str, contenu: bytes | Callable[[], bytes], dit: str) -> None:
    recu = contenu() if callable(contenu) else contenu
    with pytest.raises(FichierRefuse, match=dit):
        reconnaitre(io.BytesIO(recu), nom)


def test_une_bombe_n_est_pas_depliee() -> None:
    contenu = fichiers.bombe()
    assert len(contenu) < 1024 * 1024
    with pytest.raises(FichierRefuse, match="anormalement volumineux"):
        reconnaitre(io.BytesIO(contenu), "comptes.xlsx")


@pytest.mark.parametrize("coupe", range(0, 400, 7))
def test_une_archive_abimee_ne_fait_pas_d_erreur(coupe: int) -> None:
    """Whatever byte is lost, it is recognised or refused, and nothing else is raised."""
    contenu = fichiers.xlsx()
    with suppress(FichierRefuse):
        lu = reconnaitre(io.BytesIO(contenu[:coupe] + contenu[coupe + 1 :]), "comptes.xlsx")
        assert lu.code == "xlsx"


@pytest.mark.parametrize(
    ("recu", "garde"),
    [
        ("compte de résultat.pdf", "compte de résultat.pdf"),
        ("C:\\Mes documents\\bilan.pdf", "bilan.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ('a<b>"c".pdf', "abc.pdf"),
        ("ligne\r\nSet-Cookie: x.pdf", "ligneSet-Cookie x.pdf"),
        (" .pdf. ", "pdf"),
    ],
)
def test_le_nom_est_nettoye(recu: str, garde: str) -> None:
    assert nettoyer_nom(recu) == garde


def test_un_nom_trop_long_garde_son_extension() -> None:
    nom = nettoyer_nom("é" * 300 + ".pdf")
    assert len(nom) == LONGUEUR_NOM
    assert nom.endswith("é.pdf")
    assert len(nettoyer_nom("a." + "x" * 300)) <= LONGUEUR_NOM
