"""Where the certificates and the keys of the seals are kept: files, laid out in one way.

    racine.pem          the root, after it the former ones       public
    revocations.pem     the list of each root                    public
    certificats/*.pem   one per seal, former ones included       public
    cles/*.cle          their private keys, by serial number     the worker alone
    racine.cle          the key of the root, under a passphrase  kept away from the portal

``settings.DOSSIER_CACHETS`` names the folder, ``settings.DOSSIER_CLES_CACHETS`` that of the keys.
"""

import os
import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils import timezone

from portal.socle.cachets import autorite
from portal.socle.cachets.autorite import COMMUN, Cle

PEM = serialization.Encoding.PEM
_BLOC = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)


class DepotIllisible(Exception):
    """A file of the folder is missing or cannot be read; the message says which, in French."""


@dataclass(frozen=True)
class Depot:
    """One folder of certificates, and the folder of their keys."""

    dossier: Path
    cles: Path

    def racines(self) -> list[x509.Certificate]:
        """The roots that are trusted, the present one first; empty without an authority."""
        return self._certificats(self.dossier / "racine.pem")

    def listes(self) -> list[x509.CertificateRevocationList]:
        """The lists of revocations, those at least that one of the roots has signed."""
        chemin, racines = self.dossier / "revocations.pem", self.racines()
        blocs = _BLOC.finditer(chemin.read_bytes()) if chemin.exists() else ()
        try:
            listes = [x509.load_pem_x509_crl(bloc[0]) for bloc in blocs]
        except ValueError:
            raise DepotIllisible(f"{chemin} n’est pas une liste de révocation.") from None
        return [
            liste
            for liste in listes
            if any(liste.is_signature_valid(racine.public_key()) for racine in racines)  # type: ignore[arg-type]
        ]

    def certificats(self) -> list[x509.Certificate]:
        """Those of the seals, oldest first."""
        chemins = sorted((self.dossier / "certificats").glob("*.pem"))
        lus = [certificat for chemin in chemins for certificat in self._certificats(chemin)]
        return sorted(lus, key=lambda c: c.not_valid_before_utc)

    def revocation(self, serie: int) -> x509.RevokedCertificate | None:
        """The revocation of a serial number, None when it is not revoked."""
        trouvees = (
            liste.get_revoked_certificate_by_serial_number(serie) for liste in self.listes()
        )
        return next((trouvee for trouvee in trouvees if trouvee), None)

    def en_service(self, code: str, le: datetime) -> Cle | None:
        """The seal of a Caf at a moment, else that of the installation; None without one.

        It is valid, not revoked, and its key is here. The latest issued goes first.
        """
        for voulu in (code, COMMUN):
            for certificat in reversed(self.certificats()):
                valide = certificat.not_valid_before_utc <= le <= certificat.not_valid_after_utc
                if not valide or autorite.code_de(certificat) != voulu:
                    continue
                cle = self.cle_de(certificat)
                if cle and self.revocation(certificat.serial_number) is None:
                    return Cle(certificat, cle)
        return None

    def cle_de(self, certificat: x509.Certificate) -> ec.EllipticCurvePrivateKey | None:
        """The private key of a seal; None where it is not, as in the processes of the pages."""
        chemin = self.cles / f"{nom_de_serie(certificat)}.cle"
        return lire_cle(chemin) if chemin.exists() else None

    def ecrire(self, cachet: Cle) -> None:
        """Keep a seal that was just issued: its certificate, and its key readable by us alone."""
        serie = nom_de_serie(cachet.certificat)
        _ecrire(self.dossier / "certificats" / f"{serie}.pem", pem(cachet.certificat))
        ecrire_cle(self.cles / f"{serie}.cle", cachet.cle)

    def ecrire_liste(self, liste: x509.CertificateRevocationList) -> None:
        """Put a list in the place of the former one of the same root."""
        gardees = [autre for autre in self.listes() if autre.issuer != liste.issuer]
        blocs = [autre.public_bytes(PEM) for autre in (liste, *gardees)]
        _ecrire(self.dossier / "revocations.pem", b"".join(blocs))

    @staticmethod
    def _certificats(chemin: Path) -> list[x509.Certificate]:
        if not chemin.exists():
            return []
        try:
            return x509.load_pem_x509_certificates(chemin.read_bytes())
        except (OSError, ValueError):
            raise DepotIllisible(f"{chemin} n’est pas un certificat lisible.") from None


def depot() -> Depot:
    """That of the installation. The demonstration makes its own authority the first time."""
    ouvert = Depot(Path(settings.DOSSIER_CACHETS), Path(settings.DOSSIER_CLES_CACHETS))
    if settings.DEMO and not ouvert.dossier.exists():
        _etablir_d_un_coup(ouvert.dossier, timezone.now())
    return ouvert


def etablir(dossier: Path, organisme: str, le: datetime, phrase: bytes | None = None) -> Cle:
    """Write a new authority in a folder: its root, and a first list, which revokes nothing."""
    racine = autorite.creer_racine(organisme, le)
    ouvert = Depot(dossier, dossier / "cles")
    _ecrire(dossier / "racine.pem", pem(racine.certificat))
    ecrire_cle(dossier / "racine.cle", racine.cle, phrase)
    ouvert.ecrire_liste(autorite.lister(racine, le))
    return racine


def lire_racine(dossier: Path, phrase: bytes | None = None) -> Cle:
    """The present root of a folder with its key. Raises DepotIllisible."""
    racines = Depot(dossier, dossier / "cles").racines()
    if not racines:
        raise DepotIllisible(f"Il n’y a pas d’autorité dans {dossier}.")
    return Cle(racines[0], lire_cle(dossier / "racine.cle", phrase))


def lire_cle(chemin: Path, phrase: bytes | None = None) -> ec.EllipticCurvePrivateKey:
    """A private key from its file. Raises DepotIllisible: missing, other kind, wrong passphrase."""
    try:
        cle = serialization.load_pem_private_key(chemin.read_bytes(), phrase)
    except (OSError, ValueError, TypeError):
        raise DepotIllisible(
            f"La clé {chemin} est absente ou illisible, ou sa phrase secrète n’est pas la bonne."
        ) from None
    if not isinstance(cle, ec.EllipticCurvePrivateKey):
        raise DepotIllisible(f"La clé {chemin} n’est pas une clé ECDSA.")
    return cle


def ecrire_cle(chemin: Path, cle: ec.EllipticCurvePrivateKey, phrase: bytes | None = None) -> None:
    chiffrement: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(phrase) if phrase else serialization.NoEncryption()
    )
    contenu = cle.private_bytes(PEM, serialization.PrivateFormat.PKCS8, chiffrement)
    _ecrire(chemin, contenu, 0o600)


def pem(certificat: x509.Certificate) -> bytes:
    return certificat.public_bytes(PEM)


def nom_de_serie(certificat: x509.Certificate) -> str:
    """A serial number as files and operators name it."""
    return f"{certificat.serial_number:040x}"


def _etablir_d_un_coup(dossier: Path, le: datetime) -> None:
    """The authority of a demonstration, whole or not at all; another process may be quicker."""
    dossier.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    brouillon = Path(tempfile.mkdtemp(dir=dossier.parent, prefix=f"{dossier.name}."))
    racine = etablir(brouillon, "Démonstration", le)
    cachet = autorite.emettre(racine, COMMUN, "Portail partenaires (démonstration)", le)
    Depot(brouillon, brouillon / "cles").ecrire(cachet)
    try:
        with suppress(OSError):
            brouillon.rename(dossier)
    finally:
        shutil.rmtree(brouillon, ignore_errors=True)


def _ecrire(chemin: Path, contenu: bytes, mode: int = 0o644) -> None:
    """Write a file whole: a process that reads meanwhile finds the former one, or this one."""
    chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if mode == 0o600 else 0o755)
    descripteur, brouillon = tempfile.mkstemp(dir=chemin.parent, prefix=f"{chemin.name}.")
    with open(descripteur, "wb") as fichier:
        fichier.write(contenu)
    os.chmod(brouillon, mode)
    os.replace(brouillon, chemin)
