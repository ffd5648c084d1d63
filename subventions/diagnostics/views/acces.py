"""Who opens the pages of the diagnostics: 404 for others' own, 403 for who reads no amount."""

from django.db.models import Q
from django.http import Http404

from habilitations.models import Convention, Dispositif, Equipement
from habilitations.requetes import Requete
from portal.socle.actes import interdire
from portal.socle.refus import ROLE, Refus
from subventions.diagnostics.models import DemandeDiagnostic
from subventions.diagnostics.services.acces import RESERVE, avant_transfert, refus_de_demander
from subventions.droits.services.lecteurs import lit_l_argent_de

LIEES = (
    *("equipement__portefeuille", "gestionnaire", "caf", "document", "calcul"),
    *("demande_par", "decide_par"),
)


def charger(request: Requete, pk: int) -> DemandeDiagnostic:
    """A request that this person reads. Raises Http404, PermissionDenied."""
    qui = request.acteur
    visibles = DemandeDiagnostic.objects.visibles_par(qui).values("pk")
    lus = Q(pk__in=visibles) | Q(pk__in=avant_transfert(qui))
    demande = DemandeDiagnostic.objects.filter(lus, pk=pk).select_related(*LIEES).first()
    if demande is None:
        raise Http404("Ce diagnostic n’existe pas, ou il n’est pas à vous.")
    if not lit_l_argent_de(qui, demande.gestionnaire_id, demande.equipement):
        interdire(Refus(ROLE, RESERVE))
    return demande


def charger_convention(request: Requete, pk: int) -> Convention:
    """A CTG for which this person asks. Raises Http404, PermissionDenied."""
    equipements = Equipement.objects.visibles_par(request.acteur)
    convention = (
        Convention.objects.select_related("equipement")
        .filter(pk=pk, equipement__in=equipements, equipement__dispositif=Dispositif.CCT)
        .first()
    )
    if convention is None:
        raise Http404("Cette convention n’existe pas, ou elle n’est pas à vous.")
    interdire(refus_de_demander(request.acteur, convention.equipement))
    return convention
