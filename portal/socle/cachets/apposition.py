"""Sealing a PDF: a certification signature that allows no change, in one revision.

The chain and the list of revocations go into the file (PAdES, baseline LT without time-stamp), in
the same revision as the signature: it covers all of them, and any byte after it is one too many.
"""

from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.socle.cachets import autorite
from portal.socle.cachets.autorite import Cle
from portal.socle.cachets.depot import Depot, DepotIllisible, depot, nom_de_serie
from portal.socle.cachets.scelle import CachetImpossible, Scelle

CHAMP = "Cachet"
DER = serialization.Encoding.DER
SANS_CACHET = (
    "Aucun certificat de cachet n’est en service ici : il est absent, expiré, révoqué, ou sa clé "
    "n’est pas donnée à ce processus."
)
REFUSE = (
    "Le cachet ne peut pas être apposé : la liste de révocation est absente ou périmée, ou le "
    "certificat ne descend pas de l’autorité."
)


class _Apposeur(signers.PdfSigner):
    """ECDSA would make it a PDF 2.0 (ISO 32002), which PDF/UA-1 does not know."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        pdf_out.register_extension(ESIC_EXTENSION_1)


def apposer(pdf: bytes, code: str, motif: str) -> Scelle:
    """Return the PDF sealed, now, by the seal of ``code`` (« caf-16 ») or of the installation.

    ``motif`` is the reason that readers show, which the seal covers. Raises CachetImpossible.
    """
    try:
        ouvert = depot()
        cachet = ouvert.en_service(code, datetime.now(UTC))
        if cachet is None:
            raise CachetImpossible(SANS_CACHET)
        return Scelle(_sceller(pdf, cachet, ouvert, motif), nom_de_serie(cachet.certificat))
    except DepotIllisible as erreur:
        raise CachetImpossible(str(erreur)) from erreur


def _sceller(pdf: bytes, cachet: Cle, ouvert: Depot, motif: str) -> bytes:
    nom = autorite.nom_de(cachet.certificat)
    champ = fields.SigFieldSpec(
        CHAMP,
        readable_field_name=f"Cachet électronique : {nom}",
        # PDF/UA-1 asks that an annotation out of the structure be hidden; readers still list it.
        invis_sig_settings=fields.InvisSigSettings(set_print_flag=False, set_hidden_flag=True),
    )
    apposeur = _Apposeur(_reglages(ouvert, nom, motif), _signataire(cachet), new_field_spec=champ)
    try:
        return bytes(apposeur.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue())
    except (SigningError, PathError) as erreur:
        raise CachetImpossible(REFUSE) from erreur


def _reglages(ouvert: Depot, nom: str, motif: str) -> signers.PdfSignatureMetadata:
    contexte = ValidationContext(
        trust_roots=[x509.Certificate.load(c.public_bytes(DER)) for c in ouvert.racines()],
        crls=[liste.public_bytes(DER) for liste in ouvert.listes()],
        allow_fetching=False,
        revocation_mode="require",
    )
    return signers.PdfSignatureMetadata(
        field_name=CHAMP,
        md_algorithm="sha256",
        name=nom,
        reason=motif,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=contexte,
        dss_settings=DSSContentSettings(
            include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        ),
    )


def _signataire(cachet: Cle) -> signers.SimpleSigner:
    """Only its own certificate goes into the signature: what is there besides is not signed."""
    privee = cachet.cle.private_bytes(
        DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(cachet.certificat.public_bytes(DER)),
        signing_key=keys.PrivateKeyInfo.load(privee),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        embed_roots=False,
    )
