"""Seals of PDFs: what is accepted, what never is, and what other people's readers say of them."""

import shutil
import subprocess
import zlib
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from asn1crypto import x509
from hypothesis import given, settings, strategies
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter

from portal.lecteur.cachets import ILLISIBLE, PAS_UN_PDF, lire_cachet
from portal.lecteur.refus import FichierRefuse
from portal.socle.cachets import apposition, verification
from portal.socle.cachets.autorite import CACHET_VALIDE, LISTE_VALIDE, Cle, Motif
from portal.socle.cachets.depot import pem
from portal.socle.cachets.scelle import CachetImpossible
from portal.socle.cachets.verification import Constat, Verdict, verifier_cachet
from portal.socle.lecture_a_part import lire_a_part
from tests.cachets import (
    OUVERTURE,
    SCELLE_LE,
    Autorite,
    jours,
    pdf_nu,
    pdfsig,
    sans_poppler,
    scelle,
)

LENDEMAIN = SCELLE_LE + jours(1)
sans_nss = pytest.mark.skipif(not shutil.which("certutil"), reason="libnss3-tools absent")


@pytest.fixture
def autorite(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Autorite:
    """That of the portal; files are read here, a process for each would cost a second."""
    monkeypatch.setattr(
        verification, "lire_a_part", lambda tache, octets, racines: lire_cachet(octets, racines)
    )
    return Autorite(tmp_path / "cachets").installer(settings)


@pytest.fixture
def a_part(autorite: Autorite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process apart, as in reality."""
    monkeypatch.setattr(verification, "lire_a_part", lire_a_part)


def verdict(octets: bytes, le: datetime = LENDEMAIN) -> Verdict:
    return verifier_cachet(octets, le).verdict


# --- What is accepted --------------------------------------------------------------------


def test_un_pdf_scelle_dit_par_qui_et_quand(a_part: None) -> None:
    constat = verifier_cachet(scelle(), LENDEMAIN)
    assert constat == Constat(Verdict.VALIDE, "Caf de la Savoie", "Acte d’habilitation", SCELLE_LE)


def test_une_caf_sans_certificat_prend_celui_de_l_installation(autorite: Autorite) -> None:
    assert verifier_cachet(scelle(code="caf-59"), LENDEMAIN).par == "Portail partenaires"


def test_le_certificat_expire_depuis_ne_change_rien(autorite: Autorite) -> None:
    assert verdict(scelle(), SCELLE_LE + jours(4 * 365)) == Verdict.VALIDE


def test_apres_un_renouvellement_les_anciens_cachets_tiennent(autorite: Autorite) -> None:
    ancien = scelle()
    nouveau = autorite.emettre("caf-73", "Caf de la Savoie", SCELLE_LE + jours(900))
    (autorite.dossier / "cles" / f"{autorite.caf.certificat.serial_number:040x}.cle").unlink()
    autorite.revoquer(autorite.caf, Motif.REMPLACEMENT, SCELLE_LE + jours(901))
    plus_tard = SCELLE_LE + jours(902)
    assert verdict(ancien, plus_tard) == Verdict.VALIDE
    recent = scelle(plus_tard)
    assert signataire(recent).serial_number == nouveau.certificat.serial_number
    assert verdict(recent, plus_tard) == Verdict.VALIDE


def test_l_ancienne_racine_reste_connue(autorite: Autorite, tmp_path: Path, settings) -> None:
    ancien = scelle()
    nouvelle = Autorite(tmp_path / "nouvelle", "Nouvel organisme").installer(settings)
    assert verdict(ancien) == Verdict.ETRANGER
    for nom in ("racine.pem", "revocations.pem"):
        with (nouvelle.dossier / nom).open("ab") as fichier:
            fichier.write((autorite.dossier / nom).read_bytes())
    assert verdict(ancien) == Verdict.VALIDE
    assert verdict(scelle()) == Verdict.VALIDE
    autorite.revoquer(autorite.caf, Motif.COMPROMISSION, LENDEMAIN)
    nouvelle.depot.ecrire_liste(autorite.depot.listes()[0])
    assert len(nouvelle.depot.listes()) == 2
    assert verdict(ancien) == Verdict.REVOQUE


# --- What never is -----------------------------------------------------------------------


@pytest.mark.parametrize("ajout", [b"\n", b"\0", b" ", b"0"])
def test_un_octet_ajoute_apres_le_cachet_se_voit(autorite: Autorite, ajout: bytes) -> None:
    assert verdict(scelle() + ajout) == Verdict.AJOUTE


def test_une_fin_ajoutee_apres_la_fin_rend_le_fichier_illisible(autorite: Autorite) -> None:
    assert refus_ou_verdict(scelle() + b"%%EOF\n") == ILLISIBLE


def test_une_mise_a_jour_incrementale_se_voit(autorite: Autorite) -> None:
    suite = IncrementalPdfFileWriter(BytesIO(scelle()))
    suite.root["/Lang"] = suite.root["/Lang"]
    suite.update_root()
    sortie = BytesIO()
    suite.write(sortie)
    assert sortie.getvalue().startswith(scelle()[:1000])
    assert verdict(sortie.getvalue()) == Verdict.AJOUTE


def test_un_second_cachet_par_dessus_se_voit(autorite: Autorite) -> None:
    premier = scelle()
    with pytest.MonkeyPatch.context() as champ:
        champ.setattr(apposition, "CHAMP", "Autre")
        with pytest.raises(CachetImpossible):  # the first one forbids any change
            apposition.apposer(premier, "caf-73", "encore")


def test_un_pdf_recompose_n_a_plus_de_cachet(autorite: Autorite) -> None:
    sortie = BytesIO()
    PdfWriter(clone_from=PdfReader(BytesIO(scelle()))).write(sortie)
    assert refus_ou_verdict(sortie.getvalue()) != Verdict.VALIDE


def test_un_pdf_sans_cachet_n_en_a_pas(autorite: Autorite) -> None:
    assert verdict(pdf_nu()) == Verdict.ABSENT
    assert verdict(pdf_nu() + b"%/ByteRange\n") == Verdict.ABSENT


def test_une_autre_autorite_n_est_pas_la_notre(
    autorite: Autorite, tmp_path: Path, settings
) -> None:
    """Even of the very same name."""
    for nom in ("Caf des tests", "Ailleurs"):
        Autorite(tmp_path / nom, nom).installer(settings)
        etranger = scelle()
        autorite.installer(settings)
        assert verdict(etranger) == Verdict.ETRANGER


def test_sans_autorite_tout_est_etranger(autorite: Autorite, tmp_path: Path, settings) -> None:
    octets = scelle()
    settings.DOSSIER_CACHETS = tmp_path
    assert verdict(octets) == Verdict.ETRANGER


def test_un_moment_a_venir_n_est_pas_cru(autorite: Autorite) -> None:
    assert verdict(scelle(), SCELLE_LE - jours(1)) == Verdict.PERIME


@pytest.mark.parametrize("le", [OUVERTURE + CACHET_VALIDE, OUVERTURE + LISTE_VALIDE])
def test_un_cachet_pose_par_un_certificat_expire_ou_sans_liste_a_jour_est_perime(
    autorite: Autorite, le: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By somebody who holds the key, and whose tool looks at nothing."""
    monkeypatch.setattr(
        apposition, "ValidationContext", partial(ValidationContext, moment=SCELLE_LE)
    )
    apres = le + jours(1)
    with time_machine.travel(apres, tick=False):
        octets = apposition._sceller(pdf_nu(), autorite.caf, autorite.depot, "Faux")
    assert verdict(octets, apres) == Verdict.PERIME


@pytest.mark.parametrize(
    ("motif", "apres", "attendu"),
    [
        (Motif.REMPLACEMENT, 1, Verdict.VALIDE),
        (Motif.CESSATION, 1, Verdict.VALIDE),
        (Motif.CESSATION, 0, Verdict.REVOQUE),
        (Motif.REMPLACEMENT, -1, Verdict.REVOQUE),
        # A thief writes the moment that suits them: nothing is believed, even what came before.
        (Motif.COMPROMISSION, 1, Verdict.REVOQUE),
        (Motif.COMPROMISSION, -1, Verdict.REVOQUE),
    ],
)
def test_un_certificat_revoque(
    autorite: Autorite, motif: Motif, apres: int, attendu: Verdict
) -> None:
    octets = scelle()
    autorite.revoquer(autorite.caf, motif, SCELLE_LE + jours(apres))
    assert verdict(octets, SCELLE_LE + jours(10)) == attendu


def test_une_compromission_decouverte_apres_coup_l_emporte(autorite: Autorite) -> None:
    octets = scelle()
    for motif in (Motif.REMPLACEMENT, Motif.COMPROMISSION, Motif.CESSATION):
        autorite.revoquer(autorite.caf, motif, LENDEMAIN)
    assert verdict(octets) == Verdict.REVOQUE


def test_une_liste_que_personne_n_a_signee_ne_revoque_rien(
    autorite: Autorite, tmp_path: Path
) -> None:
    octets, voisine = scelle(), Autorite(tmp_path / "voisine")
    voisine.revoquer(autorite.caf, Motif.COMPROMISSION, LENDEMAIN)
    shutil.copy(voisine.dossier / "revocations.pem", autorite.dossier / "revocations.pem")
    assert verdict(octets) == Verdict.VALIDE


# --- Any byte ------------------------------------------------------------------------------

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


# --- Files made to harm -----------------------------------------------------------------


def refus_ou_verdict(octets: bytes) -> Verdict | str:
    try:
        return verdict(octets)
    except FichierRefuse as refus:
        return str(refus)


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


# --- When nothing can be sealed ---------------------------------------------------------


def test_sans_cle_sans_certificat_ou_hors_delai_rien_n_est_scelle(
    autorite: Autorite, settings, tmp_path: Path
) -> None:
    with pytest.raises(CachetImpossible, match="certificat"):
        scelle(OUVERTURE - jours(1))
    with pytest.raises(CachetImpossible, match="certificat"):
        scelle(OUVERTURE + jours(3 * 365 + 1))
    with pytest.raises(CachetImpossible, match="liste"):
        scelle(OUVERTURE + LISTE_VALIDE + jours(1))
    autorite.revoquer(autorite.caf, Motif.CESSATION, OUVERTURE)
    assert verifier_cachet(scelle(), LENDEMAIN).par == "Portail partenaires"
    settings.DOSSIER_CLES_CACHETS = tmp_path
    with pytest.raises(CachetImpossible, match="clé"):
        scelle()


def test_une_cle_abimee_empeche_de_sceller_et_le_dit(autorite: Autorite) -> None:
    cle = autorite.dossier / "cles" / f"{autorite.caf.certificat.serial_number:040x}.cle"
    cle.write_text("rien")
    with pytest.raises(CachetImpossible, match="illisible"):
        scelle()


# --- What other readers say ---------------------------------------------------------------


def signataire(octets: bytes) -> x509.Certificate:
    return PdfFileReader(BytesIO(octets)).embedded_signatures[0].signer_cert


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
