"""The authority of an installation: a root, the certificates of its seals, what it revokes.

Nothing is read or written here. ECDSA on P-256 throughout: readers that know no Ed25519 (poppler)
must be able to check. Moments are aware; they are cut to the second, as X.509 writes them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

RACINE_VALIDE = timedelta(days=20 * 365)
CACHET_VALIDE = timedelta(days=3 * 365)
# The root is kept away: its list lasts long enough to be renewed once a year, a month late at most.
LISTE_VALIDE = timedelta(days=400)
# Seal of the whole installation; that of one Caf is « caf-16 ».
COMMUN = "portail"
# RFC 9336. E-mail protection comes with it for the readers that know no other use of a signature.
SIGNATURE_DE_DOCUMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")


class Motif(StrEnum):
    """Why a certificate is revoked. After a compromise nothing that it sealed is believed."""

    COMPROMISSION = "compromission"
    REMPLACEMENT = "remplacement"
    CESSATION = "cessation"


RAISONS = {
    Motif.COMPROMISSION: x509.ReasonFlags.key_compromise,
    Motif.REMPLACEMENT: x509.ReasonFlags.superseded,
    Motif.CESSATION: x509.ReasonFlags.cessation_of_operation,
}


@dataclass(frozen=True)
class Cle:
    """A certificate and its private key: a root, or a seal."""

    certificat: x509.Certificate
    cle: ec.EllipticCurvePrivateKey


def creer_racine(organisme: str, le: datetime) -> Cle:
    """A new root, self-signed, named after whoever runs the portal."""
    cle, le = _cle(), le.replace(microsecond=0)
    nom = _nom(organisme, f"{organisme} – autorité des cachets")
    certificat = (
        _certificat(cle, nom, nom, le, le + RACINE_VALIDE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(cle, hashes.SHA256())
    )
    return Cle(certificat, cle)


def emettre(racine: Cle, code: str, nom: str, le: datetime) -> Cle:
    """The certificate of a seal, with a key of its own.

    ``code`` says whose acts it seals (COMMUN, or « caf-16 »), ``nom`` is what readers show. It
    never outlives its root.
    """
    cle, le = _cle(), le.replace(microsecond=0)
    parent = racine.certificat
    organisme = parent.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    fin = min(le + CACHET_VALIDE, parent.not_valid_after_utc)
    emetteur = x509.AuthorityKeyIdentifier.from_issuer_public_key(racine.cle.public_key())
    certificat = (
        _certificat(cle, _nom(str(organisme), nom, code), parent.subject, le, fin)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([SIGNATURE_DE_DOCUMENTS, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
            critical=False,
        )
        .add_extension(emetteur, critical=False)
        .sign(racine.cle, hashes.SHA256())
    )
    return Cle(certificat, cle)


def lister(
    racine: Cle,
    le: datetime,
    precedente: x509.CertificateRevocationList | None = None,
    revoques: dict[int, Motif] | None = None,
) -> x509.CertificateRevocationList:
    """The list that follows ``precedente``, with these serial numbers revoked at ``le``.

    A certificate already revoked stays so, at its first date: only a compromise, found out later,
    replaces another reason.
    """
    le = le.replace(microsecond=0)
    retenus = {r.serial_number: r for r in precedente or ()}
    for serie, motif in (revoques or {}).items():
        ancien = retenus.get(serie)
        if ancien is None or motif == Motif.COMPROMISSION:
            retenus[serie] = _revocation(serie, ancien.revocation_date_utc if ancien else le, motif)
    emetteur = x509.AuthorityKeyIdentifier.from_issuer_public_key(racine.cle.public_key())
    liste = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(racine.certificat.subject)
        .last_update(le)
        .next_update(le + LISTE_VALIDE)
        .add_extension(x509.CRLNumber(_numero(precedente) + 1), critical=False)
        .add_extension(emetteur, critical=False)
    )
    for revocation in retenus.values():
        liste = liste.add_revoked_certificate(revocation)
    return liste.sign(racine.cle, hashes.SHA256())


def code_de(certificat: x509.Certificate) -> str:
    """Whose acts a certificate seals; empty for a root."""
    codes = certificat.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return str(codes[0].value) if codes else ""


def nom_de(certificat: x509.Certificate) -> str:
    """What readers show of a certificate."""
    return str(certificat.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def est_compromis(revocation: x509.RevokedCertificate) -> bool:
    """Tell whether nothing that this certificate sealed may be believed, whatever its date.

    A revocation without a reason, or for one unknown here, is the worst one.
    """
    try:
        raison = revocation.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return True
    return raison not in (
        x509.ReasonFlags.superseded,
        x509.ReasonFlags.cessation_of_operation,
    )


def _revocation(serie: int, le: datetime, motif: Motif) -> x509.RevokedCertificate:
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(serie)
        .revocation_date(le)
        .add_extension(x509.CRLReason(RAISONS[motif]), critical=False)
        .build()
    )


def _numero(liste: x509.CertificateRevocationList | None) -> int:
    if liste is None:
        return 0
    return liste.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def _cle() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _nom(organisme: str, commun: str, code: str = "") -> x509.Name:
    parties = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisme),
    ]
    if code:
        parties.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, code))
    return x509.Name([*parties, x509.NameAttribute(NameOID.COMMON_NAME, commun)])


def _certificat(
    cle: ec.EllipticCurvePrivateKey,
    sujet: x509.Name,
    emetteur: x509.Name,
    du: datetime,
    au: datetime,
) -> x509.CertificateBuilder:
    publique = cle.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(sujet)
        .issuer_name(emetteur)
        .public_key(publique)
        .serial_number(x509.random_serial_number())
        .not_valid_before(du)
        .not_valid_after(au)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(publique), critical=False)
    )


def _usage(**permis: bool) -> x509.KeyUsage:
    usages = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{usage: permis.get(usage, False) for usage in usages})
