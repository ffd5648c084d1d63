"""A diagnostic as people read it."""

from habilitations.models import Convention
from portal.socle.composants import Fait
from portal.socle.documents import decrire_fichier
from portal.socle.formats import date_heure_fr, euros, jour_fr
from subventions.diagnostics.models import DemandeDiagnostic, EtatDiagnostic

TONS: dict[str, str] = {
    EtatDiagnostic.DEMANDE: "attention",
    EtatDiagnostic.ACCEPTE: "info",
    EtatDiagnostic.REFUSE: "erreur",
    EtatDiagnostic.PAYE: "succes",
    EtatDiagnostic.RETIRE: "neutre",
}
_DECIDE: dict[str, str] = {
    EtatDiagnostic.REFUSE: "Refusé par",
    EtatDiagnostic.RETIRE: "Retiré par",
}


def faits_de(demande: DemandeDiagnostic) -> list[Fait]:
    # The papers of an équipement are those of who runs it now, who may be another.
    ctg = Convention.objects.filter(pk=demande.convention_id).first()
    faits = [
        *([Fait("Convention", ctg.reference)] if ctg else []),
        Fait("Étude", demande.objet),
        Fait("Dépense", euros(demande.depense)),
        Fait("Facture du", jour_fr(demande.facture_le), decrire_fichier(demande.document)),
        Fait("Demandé par", str(demande.demande_par), date_heure_fr(demande.demande_le)),
        Fait("État", demande.get_etat_display()),
    ]
    if demande.decide_par:
        quoi = _DECIDE.get(demande.etat, "Accepté par")
        faits.append(Fait(quoi, str(demande.decide_par), date_heure_fr(demande.decide_le)))
    if demande.decision_motif:
        faits.append(Fait("Motif", demande.decision_motif))
    if demande.paye_le:
        faits.append(Fait("Payé le", jour_fr(demande.paye_le)))
    return faits
