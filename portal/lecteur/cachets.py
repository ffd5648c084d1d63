"""The electronic seal of a PDF: what it covers, who put it, whether their chain holds.

Everything is in the file, but the roots that are trusted. Strict on purpose: one signature, over
every byte of the file, written as its own DER says, and nothing beside it that is not signed.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from asn1crypto import cms, pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from .pdf import commence_comme_un_pdf
from .refus import FichierRefuse

PAS_UN_PDF = "Ce fichier n’est pas un PDF."
ILLISIBLE = (
    "Ce PDF est abîmé, protégé, ou n’est pas fait comme ceux du portail : son cachet ne peut pas "
    "être lu."
)

Lu = dict[str, str]
# Refusals of a chain that come from the moment of the seal, not from who put it.
_MOMENTS = (
    AdESIndeterminate.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.REVOKED_NO_POE,
    AdESIndeterminate.REVOKED_CA_NO_POE,
    AdESIndeterminate.TRY_LATER,
)


def lire_cachet(contenu: bytes, racines: str) -> Lu:
    """What the seal says: ``etat``, and where it holds ``serie``, ``nom``, ``motif`` and ``le``.

    ``racines`` are certificates in PEM. States: « absent », « ajoute » (it does not cover the whole
    file), « modifie », « etranger » (no chain to these roots), « perime » (not valid, or revoked,
    when it was put), « valide ». Raises FichierRefuse: not a PDF, or not to be read.
    """
    if not commence_comme_un_pdf(contenu):
        raise FichierRefuse(PAS_UN_PDF)
    if b"/ByteRange" not in contenu:
        return {"etat": "absent"}
    try:
        lecteur = PdfFileReader(BytesIO(contenu), strict=False)
        if lecteur.encrypted:
            raise FichierRefuse(ILLISIBLE)
        signatures = list(lecteur.embedded_signatures)
        if not signatures:
            return {"etat": "absent"}
        return _juger(contenu, lecteur, signatures, list(_certificats(racines)))
    except (FichierRefuse, MemoryError):
        raise
    except Exception:  # readers of broken files fail in every way that there is
        raise FichierRefuse(ILLISIBLE) from None


def _juger(
    contenu: bytes,
    lecteur: PdfFileReader,
    signatures: list[EmbeddedPdfSignature],
    racines: list[Certificate],
) -> Lu:
    signature, le = signatures[0], signatures[0].self_reported_timestamp
    if len(signatures) > 1 or not _couvre_tout(signature, contenu):
        return {"etat": "ajoute"}
    if le is None or not _est_exacte(signature, contenu):
        return {"etat": "modifie"}
    statut = validate_pdf_signature(signature, _contexte(lecteur, racines, le), skip_diff=True)
    if not (statut.intact and statut.valid):
        return {"etat": "modifie"}
    signataire = signature.signer_cert
    if not any(signataire.issuer == racine.subject for racine in racines):
        return {"etat": "etranger"}
    if not statut.trusted:
        return {"etat": _sans_confiance(statut)}
    return {
        "etat": "valide",
        "serie": f"{signataire.serial_number:x}",
        "nom": str(signataire.subject.native.get("common_name", "")),
        "motif": str(signature.sig_object.get("/Reason", "")),
        "le": le.isoformat(),
    }


def _couvre_tout(signature: EmbeddedPdfSignature, contenu: bytes) -> bool:
    """Two ranges, from the first byte to the last, apart from the signature itself."""
    if len(signature.byte_range) != 4:
        return False
    debut, avant, apres, reste = (int(borne) for borne in signature.byte_range)
    trou = 2 * len(signature.pkcs7_content) + len("<>")
    return debut == 0 and avant > 0 and apres == avant + trou and apres + reste == len(contenu)


def _est_exacte(signature: EmbeddedPdfSignature, contenu: bytes) -> bool:
    """Tell whether the bytes of the signature, which no signature covers, are all accounted for."""
    _, avant, apres, _ = (int(borne) for borne in signature.byte_range)
    message = cms.ContentInfo.load(signature.pkcs7_content)
    signe = message["content"]
    seul = len(signe["certificates"]) == 1 and len(signe["signer_infos"]) == 1
    if not seul or len(signe["signer_infos"][0]["unsigned_attrs"] or ()):
        return False
    ecrit = message.dump(force=True).hex().upper().encode()
    attendu = b"<" + ecrit.ljust(apres - avant - len(b"<>"), b"0") + b">"
    return bool(contenu[avant:apres] == attendu)


def _contexte(
    lecteur: PdfFileReader, racines: list[Certificate], le: datetime
) -> ValidationContext:
    """Trust at the moment of the seal, from the lists that it covers; never any network."""
    magasin = DocumentSecurityStore.read_dss(lecteur)
    listes = [renvoi.get_object().data for renvoi in magasin.crls]
    return ValidationContext(
        trust_roots=racines,
        crls=listes,
        moment=le,
        allow_fetching=False,
        revocation_mode="require",
    )


def _sans_confiance(statut: PdfSignatureStatus) -> str:
    """Which refusal of the chain it is: another authority of the same name, or a moment."""
    return "perime" if statut.trust_problem_indic in _MOMENTS else "etranger"


def _certificats(racines: str) -> Iterator[Certificate]:
    if racines:
        for _, _, der in pem.unarmor(racines.encode(), multiple=True):
            yield Certificate.load(der)
