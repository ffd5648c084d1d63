"""What is said of a sealed PDF, as tests of seals ask for it."""

from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.lecteur.refus import FichierRefuse
from portal.socle.cachets.verification import Verdict, verifier_cachet
from tests.cachets import SCELLE_LE, jours

LENDEMAIN = SCELLE_LE + jours(1)


def verdict(octets: bytes, le: datetime = LENDEMAIN) -> Verdict:
    return verifier_cachet(octets, le).verdict


def refus_ou_verdict(octets: bytes) -> Verdict | str:
    try:
        return verdict(octets)
    except FichierRefuse as refus:
        return str(refus)


def signataire(octets: bytes) -> x509.Certificate:
    return PdfFileReader(BytesIO(octets)).embedded_signatures[0].signer_cert
