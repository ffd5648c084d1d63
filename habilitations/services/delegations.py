"""Delegating the management of rights to a partner, and taking it back (DOMAINE §2, S)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from habilitations import messages
from habilitations.models import ROLES_DECLARATION, Adhesion, Delegation
from habilitations.permissions import Acteur
from habilitations.regles.verdicts import etat_base
from habilitations.services.accord import (
    est_responsable,
    exiger_equipements,
    ouvrir_adhesion,
)
from habilitations.services.cles import plume
from habilitations.services.prevenir import gestionnaires_de, prevenir
from habilitations.services.signature import modifier, signer
from habilitations.verification import lire_base, motif_de_signature
from portal.socle import journal
from portal.socle.francais import a_la, de_la
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible, interdit


@dataclass(frozen=True)
class Portee:
    """What is delegated. ``equipements``: ids, or None for all those of the partner."""

    roles: frozenset[str]
    equipements: frozenset[int] | None
    du: date
    au: date | None = None


@transaction.atomic
def accorder_delegation(
    portee: Portee, *, caf_id: int, gestionnaire_id: int, acteur: Acteur
) -> Delegation:
    """Sign what a partner may grant by itself; the same again gives the first.

    Rights granted under it are signed with the Caf's key without anybody of the Caf. Raises
    ActionRefusee (not the responsable; the contract does not delegate; adhesion not in force;
    another delegation covers these dates; no key), DemandeInvalide, Adhesion.DoesNotExist.
    """
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    _exiger_responsable(base.caf_id, acteur)
    _exiger_valide(portee, base)
    if motif := etat_base(lire_base(base), acteur.jour):
        raise impossible(messages.phrase(motif))
    if base.mode != Adhesion.Mode.DELEGUE:
        raise impossible("Le contrat de ce partenaire ne délègue pas la gestion des habilitations.")
    for autre in _a_ces_dates(base, portee):
        if _dit_de_meme(autre, portee):
            return autre
        raise impossible("Une autre délégation couvre ces dates : retirez-la d’abord.")
    delegation = Delegation(
        caf=base.caf,
        gestionnaire=base.gestionnaire,
        base=base,
        niveau=base.mode,
        roles=sorted(portee.roles),
        tous_equipements=portee.equipements is None,
        du=portee.du,
        au=portee.au,
    )
    couverts = portee.equipements or frozenset()
    avec = plume(base.caf, acteur.maintenant)
    par, le = acteur.utilisateur, acteur.maintenant
    signer(delegation, avec, par=par, le=le, equipements=couverts)
    delegation.save(force_insert=True)
    delegation.equipements.set(couverts)
    _raconter("delegation.accordee", delegation, acteur)
    _dire(
        delegation,
        "La gestion des droits vous est déléguée",
        f"La {base.caf} délègue {a_la(base.gestionnaire.nom)} la gestion de ses droits d’accès : "
        "vous les donnez et les retirez vous-même sur le portail, sous la signature de la Caf.",
        acteur,
    )
    return delegation


@transaction.atomic
def retirer_delegation(delegation_id: int, *, motif: str, acteur: Acteur) -> Delegation:
    """Take a delegation back, at once: all that was granted under it falls. Again, no effect.

    Raises ActionRefusee (not the responsable), DemandeInvalide, Delegation.DoesNotExist.
    """
    vue = Delegation.objects.get(pk=delegation_id)
    _exiger_responsable(vue.caf_id, acteur)
    ouvrir_adhesion(vue.caf_id, vue.gestionnaire_id)
    delegation = Delegation.objects.select_related("caf", "cle", "signee_par").get(pk=vue.pk)
    if delegation.retire_le:
        exiger_le_meme(motif, delegation.retire_motif, "Cette délégation est déjà reprise.")
        return delegation
    modifier(
        delegation,
        acteur.maintenant,
        retire_le=acteur.maintenant,
        retire_motif=exiger_motif(motif, "Indiquez le motif du retrait."),
        retire_par=acteur.utilisateur,
    )
    _raconter("delegation.retiree", delegation, acteur)
    _dire(
        delegation,
        "La délégation est reprise",
        f"La {delegation.caf} a repris la gestion des droits d’accès "
        f"{de_la(delegation.gestionnaire.nom)}. "
        "Les droits donnés sous sa délégation ne donnent plus d’accès ; vous lui demandez "
        "désormais ceux qu’il faut, sur la page des droits de votre structure.",
        acteur,
    )
    return delegation


def _dire(delegation: Delegation, titre: str, phrase: str, acteur: Acteur) -> None:
    base = delegation.base
    gens = gestionnaires_de(base, acteur.jour)
    prevenir(gens, titre, [phrase], base=base, maintenant=acteur.maintenant)


def _exiger_responsable(caf_id: int, acteur: Acteur) -> None:
    if not est_responsable(caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf signe une délégation.")


def _exiger_valide(portee: Portee, base: Adhesion) -> None:
    if not portee.roles or not portee.roles <= set(ROLES_DECLARATION):
        raise DemandeInvalide("roles", "Choisissez parmi les trois rôles des déclarations.")
    if portee.au and portee.au < portee.du:
        raise DemandeInvalide("au", "La date de fin précède la date de début.")
    if portee.equipements is not None:
        exiger_equipements(portee.equipements, base)


def _a_ces_dates(base: Adhesion, portee: Portee) -> Collection[Delegation]:
    """Delegations not taken back that share a day with what is asked; one at most holds."""
    siennes = base.delegations.filter(retire_le__isnull=True).select_related("cle", "caf")
    return [
        d
        for d in siennes
        if (portee.au is None or d.du <= portee.au) and (d.au is None or portee.du <= d.au)
    ]


def _dit_de_meme(delegation: Delegation, portee: Portee) -> bool:
    couverts = None if delegation.tous_equipements else delegation.equipements.values_list("pk")
    dite = Portee(
        frozenset(delegation.roles),
        None if couverts is None else frozenset(pk for (pk,) in couverts),
        delegation.du,
        delegation.au,
    )
    return dite == portee and motif_de_signature(delegation) is None


def _raconter(action: str, delegation: Delegation, acteur: Acteur) -> None:
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=delegation,
        gestionnaire_id=delegation.gestionnaire_id,
        caf_id=delegation.caf_id,
        motif=delegation.retire_motif,
        details={
            "reference": str(delegation.reference),
            "roles": list(delegation.roles),
            "du": delegation.du.isoformat(),
            "au": delegation.au.isoformat() if delegation.au else None,
        },
        le=acteur.maintenant,
    )
