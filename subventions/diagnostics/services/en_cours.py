"""Requests not decided yet, among the estimates that a barème value would change."""

from collections.abc import Iterator

from subventions.diagnostics.models import DemandeDiagnostic, DemandeDiagnosticQuerySet
from subventions.diagnostics.services.demandes import donnees_de
from subventions.propositions.sources import EnCours, Portee, Source
from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme
from subventions.regles.estimation import Estimation
from subventions.regles.moteur import estimer
from subventions.regles.parametres import DIAGNOSTIC

NOM = "diagnostics"
LOT = 200


def _demandes(portee: Portee) -> DemandeDiagnosticQuerySet:
    if portee.dispositif != DIAGNOSTIC:
        return DemandeDiagnostic.objects.none()
    demandes = DemandeDiagnostic.objects.a_decider().filter(annee__gte=portee.periode.debut)
    if portee.periode.fin is not None:
        demandes = demandes.filter(annee__lte=portee.periode.fin)
    return demandes if portee.caf_id is None else demandes.filter(caf=portee.caf_id)


def _estimations(portee: Portee) -> Iterator[EnCours]:
    for demande in _demandes(portee).order_by("pk").iterator(chunk_size=LOT):
        yield _en_cours(demande)


def _en_cours(demande: DemandeDiagnostic) -> EnCours:
    def avec(bareme: Bareme) -> Estimation:
        return estimer(DIAGNOSTIC, donnees_de(demande), bareme, plan_comptable(), demande.annee)

    return EnCours(demande.annee, demande.caf_id, avec)


def _compter(portee: Portee) -> int:
    return _demandes(portee).count()


SOURCE = Source(_compter, _estimations)
