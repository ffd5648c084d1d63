"""The keys of Cafs: named in the database when they begin to sign, replaced, revoked."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from habilitations import trousseau
from habilitations.models import Adhesion, Caf, CleCaf, Delegation, Fonction, Habilitation
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.cles import identifiant, texte_public
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide, impossible, interdit


@dataclass(frozen=True)
class Plume:
    """The key with which a Caf signs now."""

    cle: CleCaf
    privee: Ed25519PrivateKey


@transaction.atomic
def plume(caf: Caf, le: datetime) -> Plume:
    """The key in use of a Caf, written in the registry the first time that it is asked for.

    The one before it is then told as replaced. Raises ActionRefusee when the Caf has none, or has
    one that is revoked or was replaced already.
    """
    try:
        privee = trousseau.privee(caf.code)
    except trousseau.CleAbsente as absente:
        raise impossible(str(absente)) from None
    nom = identifiant(privee.public_key())
    cle = CleCaf.objects.filter(identifiant=nom).first() or _inscrire(caf, privee, nom, le)
    if cle.caf_id != caf.pk or cle.au or cle.revoquee_le:
        raise impossible(
            f"La clé de la {caf} ne signe plus : « manage.py cle_caf {caf.code} --remplacer » "
            "en fait une autre."
        )
    cle.caf = caf
    return Plume(cle, privee)


@transaction.atomic
def revoquer_cle(
    nom: str, *, depuis: datetime, motif: str, acteur: Acteur
) -> tuple[list[Habilitation], list[Delegation], list[Adhesion]]:
    """Void all that a key signed since a moment, and return these rights, delegations, adhesions.

    They give nothing from the next request on; ``services.signature.signer_de_nouveau`` signs
    again those that are found right. A revocation may be brought forward, never put off. Raises
    ActionRefusee (not the responsable of this Caf), DemandeInvalide, CleCaf.DoesNotExist.
    """
    cle = CleCaf.objects.select_for_update(no_key=True).get(identifiant=nom)
    if cle.caf_id not in acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS]):
        raise interdit("Seul le responsable des habilitations de la Caf révoque sa clé.")
    if depuis > acteur.maintenant:
        raise DemandeInvalide("depuis", "Une clé se révoque à compter d’un moment passé.")
    if cle.revoquee_le is None or depuis < cle.revoquee_le:
        cle.revoquee_le, cle.revoquee_par = depuis, acteur.utilisateur
        cle.revoquee_motif = exiger_motif(motif, "Indiquez le motif de la révocation.")
        cle.save(update_fields=["revoquee_le", "revoquee_par", "revoquee_motif"])
        journal.ecrire(
            "cle.revoquee",
            auteur=acteur.utilisateur,
            objet=cle,
            caf_id=cle.caf_id,
            motif=cle.revoquee_motif,
            details={"cle": cle.identifiant, "depuis": depuis.isoformat()},
            le=acteur.maintenant,
        )
    signes = {"cle": cle, "signee_le__gte": cle.revoquee_le}
    droits = Habilitation.objects.a_verifier().filter(**signes).order_by("pk")
    delegations = Delegation.objects.filter(**signes).order_by("pk")
    return list(droits), list(delegations), list(Adhesion.objects.filter(**signes).order_by("pk"))


def _inscrire(caf: Caf, privee: Ed25519PrivateKey, nom: str, le: datetime) -> CleCaf:
    Caf.objects.select_for_update(no_key=True).get(pk=caf.pk)
    if deja := CleCaf.objects.filter(identifiant=nom).first():
        return deja  # another process has just done it
    avant = CleCaf.objects.filter(caf=caf, au__isnull=True).first()
    if avant:
        le = max(le, avant.du)
        avant.au = le
        avant.save(update_fields=["au"])
    cle = CleCaf.objects.create(
        caf=caf, identifiant=nom, publique=texte_public(privee.public_key()), du=le
    )
    details = {"cle": nom, "remplace": avant.identifiant if avant else None}
    journal.ecrire("cle.inscrite", auteur=None, objet=cle, caf_id=caf.pk, details=details)
    return cle
