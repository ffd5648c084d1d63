"""Signing many rights at once: those of before signatures, those that a revoked key had signed.

Both are asked twice: first what would be signed, then, once somebody has read it, to sign it.
"""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from habilitations.models import Adhesion, AlerteDroit, Caf, Delegation, Fonction, Habilitation
from habilitations.permissions import Acteur
from habilitations.regles.verdicts import Motif
from habilitations.services.alertes import regler_les_alertes
from habilitations.services.cles import plume
from habilitations.services.signature import CHAMPS, est_intact, signer
from habilitations.verification import ActeSigne, motif_de_signature
from portal.socle import journal
from portal.socle.refus import interdit

LOT = 500
# What a Caf signs.
Signe = TypeVar("Signe", Habilitation, Delegation, Adhesion)


@transaction.atomic
def signer_les_premiers(
    caf: Caf, *, acteur: Acteur, confirmer: bool
) -> tuple[list[Habilitation], list[Adhesion], list[Habilitation]]:
    """Sign the rights and the adhesions of a Caf that nobody has signed yet.

    Those of before signatures, and the adhesions of before theirs, once complete. Returns what is
    signed, or would be without ``confirmer``: rights, adhesions; and the rights left, which rest
    on no adhesion. Raises ActionRefusee (not its responsable, no key).
    """
    exiger_responsable(caf.pk, acteur)
    bases = {a.gestionnaire_id: a for a in _verrouilles(Adhesion.objects.filter(caf=caf))}
    adhesions = [a for a in bases.values() if a.complete_le and not a.est_signe]
    a_signer: list[Habilitation] = []
    sans_base: list[Habilitation] = []
    for droit in _verrouilles(Habilitation.objects.a_verifier().filter(caf=caf, signature="")):
        droit.base = bases.get(droit.gestionnaire_id)
        droit.accordee_par = droit.accordee_par or acteur.utilisateur
        (a_signer if droit.base else sans_base).append(droit)
    if confirmer and (a_signer or adhesions):
        avec = plume(caf, acteur.maintenant)
        actes: list[ActeSigne] = [*adhesions, *a_signer]
        for acte in actes:
            signer(acte, avec, par=acteur.utilisateur, le=acteur.maintenant)
        _garder(a_signer, ["base", "accordee_par"], acteur)
        _garder_les_bases(adhesions, acteur)
        _raconter("droits.signes", caf, acteur, a_signer, adhesions=adhesions)
    return a_signer, adhesions, sans_base


@transaction.atomic
def signer_de_nouveau(
    caf: Caf, *, acteur: Acteur, confirmer: bool
) -> tuple[list[Habilitation], list[Delegation], list[Adhesion]]:
    """Sign again, with the key in use, what a revoked key had signed too late, and nothing else.

    To be read first (``confirmer`` false): whoever held that key may have made some of them.
    Raises ActionRefusee (not its responsable, no key).
    """
    exiger_responsable(caf.pk, acteur)
    revoques = {"caf": caf, "cle__revoquee_le__isnull": False}
    sous = Delegation.objects.select_related("cle", "caf").prefetch_related("equipements")
    delegations = [d for d in _verrouilles(sous.filter(**revoques)) if _est_nul(d)]
    tous = Habilitation.objects.a_verifier().filter(**revoques)
    droits = [d for d in _verrouilles(tous) if _est_nul(d)]
    bases = Adhesion.objects.select_related("cle", "caf").filter(**revoques)
    adhesions = [a for a in _verrouilles(bases) if _est_nul(a)]
    if confirmer and (droits or delegations or adhesions):
        avec = plume(caf, acteur.maintenant)
        actes: list[ActeSigne] = [*adhesions, *delegations, *droits]
        for acte in actes:
            signer(acte, avec, par=acteur.utilisateur, le=acteur.maintenant)
        Delegation.objects.bulk_update(delegations, CHAMPS, batch_size=LOT)
        _garder_les_bases(adhesions, acteur)
        _garder(droits, [], acteur)
        _raconter("droits.signes_de_nouveau", caf, acteur, droits, delegations, adhesions)
    return droits, delegations, adhesions


@transaction.atomic
def signer_pour_un_partenaire(
    caf_id: int, gestionnaire_id: int, *, acteur: Acteur
) -> tuple[list[Habilitation], int]:
    """Sign again the rights of one partner, whose identity changed; told in its Caf's chain.

    Only what is still what the Caf signed is signed: an altered right stays altered, and a second
    number tells how many. Raises ActionRefusee (not the responsable, no key).
    """
    exiger_responsable(caf_id, acteur)
    caf = Caf.objects.get(pk=caf_id)
    siens = Habilitation.objects.a_verifier().filter(
        caf=caf, gestionnaire=gestionnaire_id, retiree_le__isnull=True
    )
    tous = list(_verrouilles(siens.exclude(signature="")))
    intacts = [droit for droit in tous if est_intact(droit)]
    if intacts:
        avec = plume(caf, acteur.maintenant)
        for droit in intacts:
            # Under a delegation, whoever signed the delegation answers still.
            par = droit.signee_par if droit.delegation_id else None
            signer(droit, avec, par=par or acteur.utilisateur, le=acteur.maintenant)
        _garder(intacts, [], acteur)
        _raconter("droits.signes_de_nouveau", caf, acteur, intacts)
    return intacts, len(tous) - len(intacts)


def exiger_responsable(caf_id: int, acteur: Acteur) -> None:
    """Raise a 403 unless this person signs for that Caf."""
    if caf_id not in acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS]):
        raise interdit("Seul le responsable des habilitations de la Caf signe ses droits.")


def _verrouilles(actes: QuerySet[Signe]) -> QuerySet[Signe]:
    return actes.order_by("pk").select_for_update(of=("self",), no_key=True)


def _est_nul(acte: ActeSigne) -> bool:
    return motif_de_signature(acte) == Motif.CLE_REVOQUEE


def _garder(droits: Sequence[Habilitation], champs: list[str], acteur: Acteur) -> None:
    Habilitation.objects.bulk_update(droits, [*champs, *CHAMPS], batch_size=LOT)
    AlerteDroit.objects.filter(droit__in=droits, reglee_le__isnull=True).update(
        reglee_le=acteur.maintenant
    )


def _garder_les_bases(adhesions: Sequence[Adhesion], acteur: Acteur) -> None:
    Adhesion.objects.bulk_update(adhesions, CHAMPS, batch_size=LOT)
    regler_les_alertes(adhesions, acteur.maintenant)


def _raconter(
    action: str,
    caf: Caf,
    acteur: Acteur,
    droits: Sequence[Habilitation],
    delegations: Sequence[Delegation] = (),
    adhesions: Sequence[Adhesion] = (),
) -> None:
    """One line in the chain of the Caf, which names them all."""
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=caf,
        caf_id=caf.pk,
        details={
            "droits": [d.pk for d in droits],
            "delegations": [d.pk for d in delegations],
            "adhesions": [a.pk for a in adhesions],
        },
        le=acteur.maintenant,
    )
