"""Seals of PDFs whose bytes are changed anywhere, and files made to harm whoever reads them."""

import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings, strategies
from pypdf import PdfReader, PdfWriter

from portal.lecteur.cachets import ILLISIBLE, PAS_UN_PDF, lire_cachet
from portal.lecteur.refus import FichierRefuse
from portal.socle.cachets.depot import pem
from tests.cachets import (
    Autorite,
    scelle,
)
from tests.socle.verdicts import refus_ou_verdict

_SCELLE: list[tuple[bytes, str]] = []


@pytest.fixture(scope="module")
def un_scelle(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    from django.test import override_settings

    autorite = Autorite(tmp_path_factory.mktemp("module") / "cachets")
    dossier = autorite.dossier
    with override_settings(DOSSIER_CACHETS=dossier, DOSSIER_CLES_CACHETS=dossier / "cles"):
        octets = scelle()
    racines = pem(autorite.racine.certificat).decode()
    assert lire_cachet(octets, racines)["etat"] == "valide"
    _SCELLE[:] = [(octets, racines)]
    return _SCELLE[0]


def etat(octets: bytes, racines: str) -> str:
    try:
        return lire_cachet(octets, racines)["etat"]
    except FichierRefuse as refus:
        return str(refus)


@given(ou=strategies.floats(0, 1, exclude_max=True), change=strategies.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_un_octet_change_n_importe_ou_se_voit(
    un_scelle: tuple[bytes, str], ou: float, change: int
) -> None:
    octets, racines = un_scelle
    place = int(ou * len(octets))
    autre = octets[:place] + bytes([octets[place] ^ change]) + octets[place + 1 :]
    assert etat(autre, racines) != "valide"


def test_un_octet_change_dans_la_signature_meme_se_voit(un_scelle: tuple[bytes, str]) -> None:
    """What no signature covers: its own bytes, their letters, the zeros that fill its place."""
    octets, racines = un_scelle
    debut = octets.index(b"/Contents <") + len(b"/Contents ")
    fin = octets.index(b">", debut) + 1
    for place in (*range(debut, fin, 131), debut, debut + 3, fin - 2, fin - 1):
        for autre in (bytes([octets[place] ^ 1]), octets[place : place + 1].swapcase()):
            if autre != octets[place : place + 1]:
                assert etat(octets[:place] + autre + octets[place + 1 :], racines) != "valide"


@given(de=strategies.floats(0, 1), combien=strategies.integers(1, 4000))
@settings(max_examples=30, deadline=None)
def test_un_fichier_coupe_se_voit(un_scelle: tuple[bytes, str], de: float, combien: int) -> None:
    octets, racines = un_scelle
    place = int(de * (len(octets) - 1))
    assert etat(octets[:place] + octets[place + combien :], racines) != "valide"


def test_ce_qui_n_est_pas_un_pdf_est_refuse(autorite: Autorite) -> None:
    assert refus_ou_verdict(b"<html>/ByteRange") == PAS_UN_PDF
    assert refus_ou_verdict(b"") == PAS_UN_PDF


@pytest.mark.parametrize(
    "octets",
    [
        b"%PDF-1.7\n/ByteRange\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\n/ByteRange\nstartxref\n-1\n%%EOF",
        b"%PDF-1.7\n/ByteRange " + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n/ByteRange " + b"<<" * 200_000 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n/ByteRange " + b"1 0 obj null endobj " * 50_000 + b"startxref\n9\n%%EOF",
    ],
    ids=["sans table", "table negative", "tableaux", "dictionnaires", "objets"],
)
def test_un_pdf_fait_pour_nuire_est_refuse_a_temps(a_part: None, octets: bytes) -> None:
    assert isinstance(refus_ou_verdict(octets), str)


def test_un_pdf_qui_se_deplie_sans_fin_est_refuse(a_part: None) -> None:
    """Three hundred kilobytes of a table of places that holds three hundred megabytes."""
    table = zlib.compress(bytes(300 * 1024 * 1024), 9)
    objet = (
        b"1 0 obj\n<</Type/XRef/W[1 2 2]/Size 1/Root 2 0 R/Filter/FlateDecode/Length %d>>\n"
        b"stream\n%s\nendstream\nendobj\n" % (len(table), table)
    )
    entete = b"%PDF-1.7\n%/ByteRange\n"
    fin = b"startxref\n%d\n%%%%EOF\n" % len(entete)
    assert isinstance(refus_ou_verdict(entete + objet + fin), str)


def test_un_pdf_protege_est_refuse(autorite: Autorite) -> None:
    livre = PdfWriter(clone_from=PdfReader(BytesIO(scelle())))
    livre.encrypt("secret", algorithm="AES-256")
    sortie = BytesIO()
    livre.write(sortie)
    assert refus_ou_verdict(sortie.getvalue()) == ILLISIBLE
