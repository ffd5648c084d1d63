"""Who asks for a diagnostic, who decides, who reads one: it holds an expense and an amount."""

from django.db.models import QuerySet

from habilitations.models import Convention, Dispositif, Equipement, Fonction
from habilitations.permissions import Acteur
from portal.socle.refus import ROLE, ActionRefusee, Refus
from subventions.diagnostics.models import ROLES_DIAGNOSTIC, DemandeDiagnostic

RESERVE = (
    "Le diagnostic se demande par le fournisseur de données financières ou l’approbateur, et se "
    "lit par eux et par la Caf."
)
AU_CONSEILLER = "Seul le gestionnaire conseil qui suit cet équipement décide de son diagnostic."


def ouvre_des_diagnostics(acteur: Acteur) -> bool:
    """Tell whether a person has a list of diagnostics."""
    return acteur.est_instructeur or any(h.role in ROLES_DIAGNOSTIC for h in acteur.habilitations)


def diagnostics_a_decider(acteur: Acteur) -> list[DemandeDiagnostic]:
    """Requests of the équipements that this adviser follows, the oldest first; one query."""
    attendent = DemandeDiagnostic.objects.a_decider().filter(
        caf__in=acteur.cafs_comme([Fonction.GESTIONNAIRE_CONSEIL]),
        equipement__portefeuille__in=acteur.portefeuilles,
    )
    return list(attendent.select_related("equipement", "gestionnaire").order_by("demande_le", "pk"))


def refus_de_demander(acteur: Acteur, equipement: Equipement) -> Refus | None:
    """Why a person may not ask, at the partner."""
    siens = acteur.roles_sur(equipement)
    return None if siens & set(ROLES_DIAGNOSTIC) else Refus(ROLE, RESERVE)


def refus_de_decider(acteur: Acteur, equipement: Equipement) -> Refus | None:
    """Why a person may not decide, at the Caf."""
    return None if acteur.suit(equipement) else Refus(ROLE, AU_CONSEILLER)


def exiger(refus: Refus | None) -> None:
    """Raise ActionRefusee when there is a refusal."""
    if refus:
        raise ActionRefusee(refus)


def conventions_de(acteur: Acteur) -> QuerySet[Convention]:
    """CTG for which a person may ask: those of the coordinations on which they hold a role."""
    siens = acteur.equipements_comme(ROLES_DIAGNOSTIC)
    return Convention.objects.filter(
        equipement__in=siens, equipement__dispositif=Dispositif.CCT
    ).select_related("equipement")
