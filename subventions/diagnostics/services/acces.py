"""Who asks for a diagnostic, who decides, who reads one: it holds an expense and an amount."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from habilitations.models import Convention, Dispositif, Equipement, Fonction
from habilitations.models.droits import FONCTIONS_INSTRUCTION
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


def refus_de_retirer(acteur: Acteur, demande: DemandeDiagnostic) -> Refus | None:
    """Why a person may not take a request back: it is that of the partner who made it, were the
    équipement run by another since."""
    equipement = demande.equipement
    siens = acteur.roles_chez(demande.gestionnaire_id, equipement)
    peut = siens & set(ROLES_DIAGNOSTIC) and not equipement.suspendu_le
    return None if peut else Refus(ROLE, RESERVE)


def lus_par(acteur: Acteur) -> QuerySet[DemandeDiagnostic]:
    """Those that a person lists: at their Caf, or made by their partner, were it before a transfer;
    two queries.

    ``ctg``: the reference of the convention, None for who runs the équipement no more."""
    ici = Q(
        equipement__in=acteur.equipements_comme(ROLES_DIAGNOSTIC),
        gestionnaire=F("equipement__gestionnaire"),
    )
    a_la_caf = Q(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))
    ctg = Convention.objects.filter(pk=OuterRef("convention")).values("reference")
    lues = DemandeDiagnostic.objects.filter(a_la_caf | ici | Q(pk__in=avant_transfert(acteur)))
    return lues.annotate(ctg=Subquery(ctg[:1]))


def avant_transfert(acteur: Acteur) -> list[int]:
    """Ids of the requests of one's partners on équipements that they run no more; one query at
    most."""
    chez = {droit.gestionnaire_id for droit in acteur.habilitations}
    if not chez:
        return []
    siennes = (
        DemandeDiagnostic.objects.filter(gestionnaire__in=chez)
        .exclude(gestionnaire=F("equipement__gestionnaire"))
        .select_related("equipement")
    )
    return [
        demande.pk
        for demande in siennes
        if acteur.roles_chez(demande.gestionnaire_id, demande.equipement) & set(ROLES_DIAGNOSTIC)
    ]


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
