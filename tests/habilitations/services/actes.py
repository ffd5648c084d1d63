"""What is asked of the services of rights, at the first partner of the first Caf."""

from dataclasses import replace
from typing import Any

from habilitations.models import Adhesion, Delegation, Habilitation, Role, Utilisateur
from habilitations.permissions import Acteur
from habilitations.regles.verdicts import Motif
from habilitations.services.accord import Demande
from habilitations.services.delegations import Portee, accorder_delegation
from habilitations.services.suites import retirer_droit
from habilitations.verification import examiner
from tests.monde import JOUR, Monde, acteur, amender, habiliter, personne

ROLES = frozenset({Role.FOURNISSEUR_ACTIVITE, Role.APPROBATEUR})
MOTIF = "Départ annoncé par le partenaire"


def chez(monde: Monde) -> dict[str, Any]:
    return {"caf_id": monde.caf.pk, "gestionnaire_id": monde.passerelles.gestionnaire.pk}


def demande(qui: Utilisateur, **champs: Any) -> Demande:
    return replace(Demande(qui, Role.APPROBATEUR, None, JOUR), **champs)


def delegue(monde: Monde) -> tuple[Delegation, Acteur]:
    """A delegation of two roles on all the équipements, and who grants under it."""
    amender(Adhesion.objects.filter(gestionnaire=monde.passerelles.gestionnaire), mode="delegue")
    qui = personne("delegue")
    habiliter(qui, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    delegation = accorder_delegation(
        Portee(ROLES, None, JOUR), **chez(monde), acteur=acteur(monde.responsable)
    )
    return delegation, acteur(qui)


def motif_de(droit: Habilitation) -> Motif | None:
    relu = Habilitation.objects.a_verifier().get(pk=droit.pk)
    return examiner([relu], JOUR)[0].motif


def sans_gestionnaire(monde: Monde) -> dict[str, Any]:
    """The first partner, delegated to, whose only manager has left; the place of the acts."""
    _, qui = delegue(monde)
    [sien] = qui.utilisateur.habilitations.all()
    retirer_droit(sien.pk, motif=MOTIF, acteur=acteur(monde.responsable))
    return chez(monde)
