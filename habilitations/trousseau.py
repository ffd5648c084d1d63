"""The keys with which each Caf signs rights: files or environment, never the database.

Of the Caf « 73 », in the folder CLES_CAF: ``73.cle``, the private key in use, and ``73.anciennes``,
the public parts of those it replaced, one a line. The environment goes before the files:
``CLE_CAF_73`` (or ``CLE_CAF_73_FILE``), and ``CLES_CAF_ANCIENNES``, such as « 73:GvQx… », separated
by commas. What is in neither is unknown: whoever writes a key into the database signs nothing.
The demonstration makes its own; elsewhere ``manage.py cle_caf 73 --creer`` does.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from portal.socle import serveurs
from portal.socle.cles import identifiant, lire_privee, lire_publique, texte_public
from portal.socle.environnement import secret


class CleAbsente(Exception):
    """This installation was given no private key for this Caf; the message says what to do."""


class CleDonnee(Exception):
    """The key of this Caf is given by the environment: it is replaced there."""


def privee(code: str) -> Ed25519PrivateKey:
    """The key that signs for a Caf, by its code. Raises CleAbsente."""
    if settings.DEMO and not secret(_variable(code)):
        serveurs.cle_gardee(_fichier(code), 32)
    cle = _lire_privee(code, _date(_fichier(code)), str(settings.CLES_CAF))
    if cle is None:
        raise CleAbsente(
            f"Aucune clé ne signe pour la Caf {code} : "
            f"« manage.py cle_caf {code} --creer » en fait une."
        )
    return cle


def publiques(code: str) -> Mapping[str, Ed25519PublicKey]:
    """The keys whose signatures are accepted from a Caf, by name: the present one, the former."""
    return _lire_publiques(
        code,
        _date(_fichier(code)),
        _date(_fichier_ancien(code)),
        str(settings.CLES_CAF),
        tuple(settings.CLES_CAF_ANCIENNES),
    )


def creer(code: str) -> Ed25519PublicKey:
    """Make the first key of a Caf, or return the one it has."""
    if not secret(_variable(code)):
        serveurs.cle_gardee(_fichier(code), 32)
    return privee(code).public_key()


def remplacer(code: str) -> Ed25519PublicKey:
    """Make another key for a Caf; the one it had is kept by its public part. Raises CleDonnee."""
    if secret(_variable(code)):
        raise CleDonnee(f"{_variable(code)} donne la clé de la Caf {code} : changez-la là.")
    ancienne = privee(code).public_key()
    if identifiant(ancienne) not in _anciennes(code, str(settings.CLES_CAF), ()):
        with _fichier_ancien(code).open("a") as fichier:
            fichier.write(texte_public(ancienne) + "\n")
    brouillon = _fichier(code).with_suffix(".nouvelle")
    brouillon.unlink(missing_ok=True)
    serveurs.cle_gardee(brouillon, 32)
    brouillon.replace(_fichier(code))  # the former one is known by now: no moment without it
    return privee(code).public_key()


def _variable(code: str) -> str:
    return f"CLE_CAF_{code}"


def _fichier(code: str) -> Path:
    return Path(settings.CLES_CAF) / f"{code}.cle"


def _fichier_ancien(code: str) -> Path:
    return Path(settings.CLES_CAF) / f"{code}.anciennes"


def _date(chemin: Path) -> tuple[int, int]:
    """What changes when a file does: keys are read again then, and only then."""
    try:
        etat = chemin.stat()
    except FileNotFoundError:
        return (0, 0)
    return (etat.st_mtime_ns, etat.st_ino)


@lru_cache(maxsize=512)
def _lire_privee(code: str, _du: tuple[int, int], dossier: str) -> Ed25519PrivateKey | None:
    if texte := secret(_variable(code)):
        return lire_privee(texte, _variable(code))
    chemin = Path(dossier) / f"{code}.cle"
    return lire_privee(chemin.read_text(), str(chemin)) if chemin.exists() else None


@lru_cache(maxsize=512)
def _lire_publiques(
    code: str,
    du: tuple[int, int],
    _ancien: tuple[int, int],
    dossier: str,
    donnees: tuple[str, ...],
) -> Mapping[str, Ed25519PublicKey]:
    presente = _lire_privee(code, du, dossier)
    cles = dict(_anciennes(code, dossier, donnees))
    if presente:
        cles[identifiant(presente.public_key())] = presente.public_key()
    return MappingProxyType(cles)


def _anciennes(code: str, dossier: str, donnees: tuple[str, ...]) -> Mapping[str, Ed25519PublicKey]:
    chemin = Path(dossier) / f"{code}.anciennes"
    lignes = chemin.read_text().split() if chemin.exists() else []
    for donnee in donnees:
        pour, _, texte = donnee.partition(":")
        if pour == code:
            lignes.append(texte)
    cles = [lire_publique(ligne, f"{chemin} ou CLES_CAF_ANCIENNES") for ligne in lignes]
    return {identifiant(cle): cle for cle in cles}
