"""Granting a right: by the Caf, or under a delegation by the partner (DOMAINE §2, S)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from habilitations import messages
from habilitations.models import (
    ROLES_DECLARATION,
    Adhesion,
    Delegation,
    Equipement,
    Fonction,
    Habilitation,
    Role,
    Utilisateur,
)
from habilitations.permissions import Acteur
from habilitations.regles import verdicts
from habilitations.services.cles import plume
from habilitations.services.precautions import exiger_non_suspendue
from habilitations.services.recit import raconter
from habilitations.services.signature import signer
from habilitations.verification import (
    droits_verifies,
    lire_base,
    lire_delegation,
    motif_de_signature,
)
from portal.socle.refus import (
    MOMENT,
    ActionRefusee,
    DemandeInvalide,
    Refus,
    impossible,
    interdit,
)


@dataclass(frozen=True)
class Demande:
    """What is granted. ``equipements``: ids, or None for all those of the partner, now and later.

    ``au`` is the last day, None when no end is known.
    """

    utilisateur: Utilisateur
    role: str
    equipements: frozenset[int] | None
    du: date
    au: date | None = None

    @property
    def couverts(self) -> frozenset[int]:
        return self.equipements or frozenset()


@transaction.atomic
def accorder(
    demande: Demande, *, caf_id: int, gestionnaire_id: int, acteur: Acteur
) -> Habilitation:
    """Grant a role to a person, signed with the key of the Caf; the same again gives the first.

    By the responsable des habilitations of the Caf, who answers for it; or, in mode délégué, by the
    partner's gestionnaire des habilitations: it then names the delegation, whose responsable
    answers. Raises ActionRefusee (neither of them; adhesion or delegation not in force, role or
    équipement outside of it, no key; for the partner, somebody whom the Caf suspended),
    DemandeInvalide, Adhesion.DoesNotExist.
    """
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    delegation = a_quel_titre(base, acteur)
    exiger_lisible(demande)
    if demande.equipements is not None:
        exiger_equipements(demande.equipements, base)
    avec = plume(base.caf, acteur.maintenant)  # without a key, nothing verifies either
    if motif := verdicts.etat_base(lire_base(base), acteur.jour):
        raise impossible(messages.phrase(motif))
    if delegation:
        exiger_couvert(delegation, demande, base, acteur.jour)
        exiger_non_suspendue(demande.utilisateur, base, acteur.jour)
    if deja := _deja_accorde(demande, base, delegation, acteur.jour):
        return deja
    droit = droit_demande(demande, base, acteur, delegation)
    par = delegation.signee_par if delegation else acteur.utilisateur
    if par is None:
        raise ValueError(f"{delegation} : aucune signature n’y répond")
    signer(droit, avec, par=par, le=acteur.maintenant, equipements=demande.couverts)
    droit.save(force_insert=True)
    droit.equipements.set(demande.couverts)
    raconter("droit.accorde", droit, acteur, equipements=sorted(demande.couverts))
    return droit


def ouvrir_adhesion(caf_id: int, gestionnaire_id: int) -> Adhesion:
    """Lock the adhesion: rights and delegations of one partner change one after the other."""
    return (
        Adhesion.objects.select_related("caf", "gestionnaire", "cle")
        .select_for_update(of=("self",), no_key=True)
        .get(caf=caf_id, gestionnaire=gestionnaire_id)
    )


def est_responsable(caf_id: int, acteur: Acteur) -> bool:
    return caf_id in acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS])


def gere_les_habilitations(base: Adhesion, acteur: Acteur) -> bool:
    """Tell whether a person is the partner's gestionnaire des habilitations at this Caf."""
    return any(
        d.role == Role.GESTIONNAIRE_HABILITATIONS
        and (d.caf_id, d.gestionnaire_id) == (base.caf_id, base.gestionnaire_id)
        for d in acteur.habilitations
    )


def exiger_delegation(base: Adhesion, acteur: Acteur) -> Delegation:
    """The delegation under which a partner's person acts that day. Raises ActionRefusee."""
    if not gere_les_habilitations(base, acteur):
        raise interdit(
            "Seuls le responsable des habilitations de la Caf et, si elle le lui délègue, le "
            "gestionnaire des habilitations du partenaire donnent ou retirent un droit."
        )
    delegation = (
        Delegation.objects.en_cours(acteur.jour)
        .filter(base=base)
        .select_related("cle", "caf", "gestionnaire", "signee_par")
        .first()
    )
    if delegation is None:
        raise impossible("La Caf ne délègue pas la gestion des habilitations à ce partenaire.")
    if motif_de_signature(delegation):
        raise impossible(messages.phrase(verdicts.Motif.DELEGATION_NON_VERIFIEE))
    return delegation


def a_quel_titre(base: Adhesion, acteur: Acteur) -> Delegation | None:
    """None for the Caf itself; the delegation under which a partner's person grants.

    Raises ActionRefusee for anybody else.
    """
    return None if est_responsable(base.caf_id, acteur) else exiger_delegation(base, acteur)


def refus_d_accorder(base: Adhesion, acteur: Acteur) -> Refus | None:
    """Why this person may grant nothing at a partner that day, before anything is asked."""
    try:
        delegation = a_quel_titre(base, acteur)
    except ActionRefusee as refusee:
        return refusee.refus
    lue = lire_base(base)
    motif = verdicts.etat_base(lue, acteur.jour) or (
        verdicts.etat_delegation(lire_delegation(delegation, base.caf.code), lue, acteur.jour)
        if delegation
        else None
    )
    return Refus(MOMENT, messages.phrase(motif)) if motif else None


def exiger_couvert(delegation: Delegation, demande: Demande, base: Adhesion, jour: date) -> None:
    """Raise ActionRefusee unless a delegation holds that day and covers what is granted."""
    lue = lire_delegation(delegation, base.caf.code)
    motif = verdicts.etat_delegation(lue, lire_base(base), jour) or verdicts.couvre(
        lue.contenu, demande.role, demande.equipements is None, demande.couverts
    )
    if motif:
        raise impossible(messages.phrase(motif))


def droit_demande(
    demande: Demande, base: Adhesion, acteur: Acteur, delegation: Delegation | None = None
) -> Habilitation:
    """The right that is asked for, neither signed nor kept yet; the caller sets its équipements."""
    return Habilitation(
        utilisateur=demande.utilisateur,
        caf=base.caf,
        gestionnaire=base.gestionnaire,
        role=demande.role,
        tous_equipements=demande.equipements is None,
        du=demande.du,
        au=demande.au,
        base=base,
        delegation=delegation,
        accordee_par=acteur.utilisateur,
    )


def exiger_lisible(demande: Demande) -> None:
    """Raise DemandeInvalide unless a role that may be granted so is asked for, on ordered days, to
    an account that is open; its équipements are looked at apart."""
    if demande.role not in Role.values:
        raise DemandeInvalide("role", "Choisissez un rôle.")
    if not demande.utilisateur.is_active:
        raise DemandeInvalide("utilisateur", "Le compte de cette personne est fermé.")
    if demande.au and demande.au < demande.du:
        raise DemandeInvalide("au", "La date de fin précède la date de début.")
    if demande.equipements is not None and demande.role not in ROLES_DECLARATION:
        raise DemandeInvalide("equipements", "Ce rôle porte sur tout le partenaire.")


def exiger_equipements(equipements: Collection[int], base: Adhesion) -> None:
    """Raise DemandeInvalide unless they are some, all of the partner and of the Caf."""
    siens = Equipement.objects.filter(
        pk__in=equipements, gestionnaire=base.gestionnaire_id, caf=base.caf_id
    )
    if not equipements or siens.count() != len(equipements):
        raise DemandeInvalide("equipements", "Choisissez des équipements de ce partenaire.")


def _deja_accorde(
    demande: Demande, base: Adhesion, delegation: Delegation | None, jour: date
) -> Habilitation | None:
    """The right that says the same already; a second click grants nothing more."""
    semblables = Habilitation.objects.filter(
        utilisateur=demande.utilisateur,
        base=base,
        delegation=delegation,
        role=demande.role,
        tous_equipements=demande.equipements is None,
        du=demande.du,
        au=demande.au,
        retiree_le__isnull=True,
    )
    memes = (
        droit
        for droit in droits_verifies(semblables, max(jour, demande.du))
        if {e.pk for e in droit.equipements.all()} == demande.couverts
    )
    return next(memes, None)
