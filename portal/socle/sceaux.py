"""Seals of the journal: each day, the head of every chain that moved is signed.

Hashes alone show a clumsy change; who holds the database could rewrite a whole chain consistently.
They cannot sign: the key is not in the database. A seal signs the one before it too, so that none
can be taken out; and each is told to the technical log, which lives elsewhere.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils import timezone

from portal.socle import serveurs
from portal.socle.cles import identifiant, lire_privee, lire_publique
from portal.socle.models import ChaineJournal, SceauJournal

FORME = "sceau-journal-1"
log = structlog.get_logger(__name__)


def sceller(chaine: ChaineJournal, maintenant: datetime) -> SceauJournal | None:
    """Sign the head of a locked chain; None when it has not moved, or was sealed today already.

    Only the day of the last seal counts: a clock put back, even by years, does not stop the seals.
    """
    dernier = chaine.sceaux.last()
    jour = timezone.localdate(maintenant)
    if chaine.numero == (dernier.numero if dernier else 0) or (dernier and dernier.jour == jour):
        return None
    sceau = preparer(chaine, dernier, maintenant)
    sceau.save(force_insert=True)
    log.info(
        "journal.scelle",
        chaine=chaine.cle,
        numero=sceau.numero,
        empreinte=sceau.empreinte,
        signature=sceau.signature,
    )
    return sceau


def preparer(
    chaine: ChaineJournal, dernier: SceauJournal | None, maintenant: datetime
) -> SceauJournal:
    """The seal of a head, signed and not saved; ``dernier`` is the one before it."""
    cle = cle_privee()
    sceau = SceauJournal(
        chaine=chaine,
        rang=dernier.rang + 1 if dernier else 1,
        jour=timezone.localdate(maintenant),
        numero=chaine.numero,
        empreinte=chaine.empreinte,
        scelle_le=maintenant,
        precedent=dernier.signature if dernier else "",
        cle=identifiant(cle.public_key()),
    )
    sceau.signature = cle.sign(_message(sceau)).hex()
    return sceau


def est_signe(sceau: SceauJournal, cles: Mapping[str, Ed25519PublicKey] | None = None) -> bool:
    """Tell whether the signature covers what the seal says. KeyError when its key is unknown.

    ``cles`` are those accepted, by name: ``cles_publiques()`` unless told otherwise.
    """
    publique = (cles_publiques() if cles is None else cles)[sceau.cle]
    try:
        publique.verify(bytes.fromhex(sceau.signature), _message(sceau))
    except (InvalidSignature, ValueError):
        return False
    return True


def cle_privee() -> Ed25519PrivateKey:
    """The key that signs: CLE_JOURNAL, or the one made once in the data folder."""
    texte = settings.CLE_JOURNAL or serveurs.cle_journal(settings.DOSSIER_DONNEES)
    return lire_privee(texte, "CLE_JOURNAL")


def cles_publiques() -> dict[str, Ed25519PublicKey]:
    """The keys whose seals are accepted: the present one, and the former ones."""
    return _par_nom([cle_privee().public_key(), *_anciennes()])


def cles_connues() -> dict[str, Ed25519PublicKey]:
    """The same, for a process that only reads and may be given no key: none is made."""
    presente = settings.CLE_JOURNAL or serveurs.cle_journal(settings.DOSSIER_DONNEES, creer=False)
    return cles_publiques() if presente else _par_nom(_anciennes())


def _anciennes() -> list[Ed25519PublicKey]:
    return [
        lire_publique(texte, "CLES_JOURNAL_ANCIENNES") for texte in settings.CLES_JOURNAL_ANCIENNES
    ]


def _par_nom(cles: list[Ed25519PublicKey]) -> dict[str, Ed25519PublicKey]:
    return {identifiant(cle): cle for cle in cles}


def _message(sceau: SceauJournal) -> bytes:
    contenu = [
        FORME,
        sceau.chaine.cle,
        sceau.rang,
        sceau.jour.isoformat(),
        sceau.numero,
        sceau.empreinte,
        sceau.scelle_le.astimezone(UTC).isoformat(),
        sceau.precedent,
        sceau.cle,
    ]
    return json.dumps(contenu, ensure_ascii=False, separators=(",", ":")).encode()
