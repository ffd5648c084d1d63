"""Seals of PDFs, as other people's readers and validators see them."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from portal.socle.cachets.autorite import Cle
from tests.cachets import (
    SCELLE_LE,
    Autorite,
    pdfsig,
    sans_poppler,
    scelle,
)

sans_nss = pytest.mark.skipif(not shutil.which("certutil"), reason="libnss3-tools absent")


def test_le_validateur_de_pyhanko_l_accepte_sans_reseau(autorite: Autorite) -> None:
    """Its own rules, its own analysis of changes, with the lists that the file brings."""
    lecteur = PdfFileReader(BytesIO(scelle()))
    (signature,) = lecteur.embedded_signatures
    contexte = DocumentSecurityStore.read_dss(lecteur).as_validation_context(
        {
            "trust_roots": [x509.Certificate.load(_der(autorite.racine))],
            "moment": SCELLE_LE,
            "revocation_mode": "require",
        }
    )
    assert isinstance(contexte, ValidationContext)
    statut = validate_pdf_signature(signature, contexte)
    assert statut.bottom_line
    assert statut.docmdp_ok
    assert statut.coverage.name == "ENTIRE_FILE"
    assert signature.sig_field["/TU"] == "Cachet électronique : Caf de la Savoie"


def _der(cle: Cle) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return cle.certificat.public_bytes(Encoding.DER)


def test_il_reste_un_pdf_accessible(autorite: Autorite) -> None:
    """PDF/UA-1: still 1.7, tagged, said so in its metadata; the field of the seal is hidden."""
    lu = PdfReader(BytesIO(scelle()))
    assert lu.pdf_header == "%PDF-1.7"
    assert "/Version" not in lu.trailer["/Root"]
    assert lu.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in lu.trailer["/Root"]["/Metadata"].get_object().get_data()
    champ = lu.trailer["/Root"]["/AcroForm"]["/Fields"][0].get_object()
    assert champ["/F"] & 2
    assert lu.pages[0]["/Tabs"] == "/S"


@sans_poppler
def test_pdfsig_lit_le_cachet(autorite: Autorite, tmp_path: Path) -> None:
    lu = pdfsig(tmp_path, scelle())
    assert "Signature is Valid." in lu
    assert "Total document signed" in lu
    assert "Common Name: Caf de la Savoie" in lu
    assert "Signature is Valid." not in pdfsig(tmp_path, scelle().replace(b"/Info", b"/Infp", 1))
    assert "Total document signed" not in pdfsig(tmp_path, scelle() + b"%ajout\n")


@sans_poppler
@sans_nss
def test_pdfsig_fait_confiance_a_qui_connait_la_racine(autorite: Autorite, tmp_path: Path) -> None:
    base = tmp_path / "nss"
    base.mkdir()
    racine = autorite.dossier / "racine.pem"
    depot = ["certutil", "-d", f"sql:{base}"]
    subprocess.run([*depot, "-N", "--empty-password"], check=True, capture_output=True)
    subprocess.run([*depot, "-A", "-n", "racine", "-t", ",C,", "-i", racine], check=True)
    lu = pdfsig(tmp_path, scelle(), "-nssdir", str(base))
    assert "Certificate is Trusted." in lu
