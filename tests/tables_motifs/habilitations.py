"""Written reasons of the habilitations: partners, persons, rights, keys."""

from collections.abc import Callable
from typing import Any

from habilitations.models import CleCaf
from habilitations.revues.services import accords
from habilitations.services import (
    adhesions,
    cles,
    delegations,
    fins,
    mots_de_passe,
    secours,
    suites,
    suspensions,
    transferts,
)
from habilitations.services.invitations import Invite
from tests.habilitations.fabriques import secours_ouvert, vague_arretee
from tests.habilitations.services.actes import chez, delegue, sans_gestionnaire
from tests.monde import JOUR, MAINTENANT, Monde, acteur
from tests.tables_motifs.actes import Appel, Table


def _cle_revoquee(monde: Monde, motif: str) -> None:
    cle = CleCaf.objects.get(caf=monde.caf).identifiant
    cles.revoquer_cle(cle, depuis=MAINTENANT, motif=motif, acteur=acteur(monde.responsable))


def _delegation_retiree(monde: Monde, motif: str) -> None:
    delegation, _ = delegue(monde)
    delegations.retirer_delegation(delegation.pk, motif=motif, acteur=acteur(monde.responsable))


def _partenaire_suspendu(monde: Monde, motif: str) -> None:
    adhesions.suspendre_adhesion(
        monde.caf.pk,
        monde.passerelles.gestionnaire.pk,
        motif=motif,
        acteur=acteur(monde.responsable),
    )


def _adhesion_signee(monde: Monde, motif: str) -> None:
    """One that somebody changed by hand."""
    monde.passerelles.gestionnaire.adhesions.update(fin_le=JOUR)
    adhesions.signer_adhesion(**chez(monde), motif=motif, acteur=acteur(monde.responsable))


def _personne_suspendue(monde: Monde, motif: str) -> None:
    suites.suspendre_personne(
        monde.caf.pk,
        monde.passerelles.gestionnaire.pk,
        monde.passerelles.activite.pk,
        motif=motif,
        acteur=acteur(monde.responsable),
    )


def _du_droit(service: Callable[..., Any]) -> Appel:
    def acte(monde: Monde, motif: str) -> None:
        droit = monde.passerelles.activite.habilitations.get()
        service(droit.pk, motif=motif, acteur=acteur(monde.responsable))

    return acte


TABLE: Table = {
    cles.revoquer_cle: _cle_revoquee,
    delegations.retirer_delegation: _delegation_retiree,
    adhesions.suspendre_adhesion: _partenaire_suspendu,
    adhesions.signer_adhesion: _adhesion_signee,
    fins.mettre_fin: lambda m, motif: fins.mettre_fin(
        **chez(m), le=JOUR, motif=motif, acteur=acteur(m.responsable)
    ),
    fins.rouvrir: lambda m, motif: fins.rouvrir(
        **chez(m), motif=motif, acteur=acteur(m.responsable)
    ),
    suites.suspendre_personne: _personne_suspendue,
    suspensions.suspendre_equipement: lambda m, motif: suspensions.suspendre_equipement(
        m.er.pk, acteur=acteur(m.responsable), motif=motif
    ),
    mots_de_passe.imposer_mot_de_passe: lambda m, motif: mots_de_passe.imposer_mot_de_passe(
        **chez(m),
        utilisateur_id=m.passerelles.activite.pk,
        acteur=acteur(m.responsable),
        motif=motif,
    ),
    accords.autoriser_vague: lambda m, motif: accords.autoriser_vague(
        vague_arretee(m).pk, acteur=acteur(m.responsable), motif=motif
    ),
    secours.demander_secours: lambda m, motif: secours.demander_secours(
        Invite("zoe@exemple.test", "Zoé", "Zola"),
        **sans_gestionnaire(m),
        acteur=acteur(m.responsable),
        motif=motif,
    ),
    secours.refuser_secours: lambda m, motif: secours.refuser_secours(
        secours_ouvert(m.passerelles.gestionnaire.adhesions.get(), m.responsable).pk,
        acteur=acteur(m.ccd),
        motif=motif,
    ),
    suites.suspendre_droit: _du_droit(suites.suspendre_droit),
    suites.retirer_droit: _du_droit(suites.retirer_droit),
    transferts.decider_transfert: lambda m, motif: transferts.decider_transfert(
        m.er.pk,
        vers_id=m.voisins.gestionnaire.pk,
        le=JOUR,
        motif=motif,
        acteur=acteur(m.responsable),
    ),
}
