"""Telling at once what is done on a diagnostic: the adviser, or the partner; neither figure nor
reason, which its page shows to who may read them."""

from datetime import datetime

from django.urls import reverse

from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.services.destinataires import droits_chez
from portal.dossiers.services.nouvelles import (
    Nouvelle,
    Objet,
    annoncer_sans_dossier,
    avis_de,
    relire,
    se_taire,
)
from portal.socle.formats import citer
from portal.socle.models import Courriel
from portal.socle.relecture import Verdict
from subventions.diagnostics.models import ROLES_DIAGNOSTIC, DemandeDiagnostic, EtatDiagnostic

RELECTEUR = "subventions.diagnostics"
A_LA_CAF = (EtatDiagnostic.DEMANDE, EtatDiagnostic.RETIRE)
_MOTS: dict[str, tuple[str, str]] = {
    EtatDiagnostic.DEMANDE: (
        "Un diagnostic est à décider",
        "Le financement du diagnostic {equipement} est demandé, avec sa facture.",
    ),
    EtatDiagnostic.RETIRE: (
        "Une demande de diagnostic est retirée",
        "Le partenaire a retiré sa demande pour {equipement}.",
    ),
    EtatDiagnostic.ACCEPTE: (
        "Votre diagnostic est accepté",
        "La Caf finance le diagnostic {equipement} : sa page en donne le calcul.",
    ),
    EtatDiagnostic.REFUSE: (
        "Votre diagnostic n’est pas retenu",
        "La Caf n’a pas retenu la demande pour {equipement} : sa page en donne le motif.",
    ),
    EtatDiagnostic.PAYE: (
        "Votre diagnostic est payé",
        "Le paiement du diagnostic {equipement} est enregistré.",
    ),
}


def annoncer(demande: DemandeDiagnostic, acteur: Acteur) -> int:
    """Tell where a request now stands, to each person but who did it; return how many."""
    if se_taire():
        return 0
    titre, phrase = _MOTS[demande.etat]
    equipement = demande.equipement
    nouvelle = Nouvelle(
        f"diagnostic_{demande.etat}",
        titre,
        phrase.format(equipement=citer(equipement.nom)),
        reverse("diagnostics:demande", args=[demande.pk]),
        chez=None if demande.etat in A_LA_CAF else demande.gestionnaire_id,
    )
    objet = Objet(f"Diagnostic – {equipement.nom}", equipement.nom, RELECTEUR)
    gens = _gens(demande, acteur) - {acteur.utilisateur}
    return annoncer_sans_dossier(
        equipement, objet, dict.fromkeys(gens, nouvelle), acteur.maintenant
    )


def _gens(demande: DemandeDiagnostic, acteur: Acteur) -> set[Utilisateur]:
    equipement = demande.equipement
    if demande.etat in A_LA_CAF:
        return {equipement.portefeuille.referent(acteur.jour)}
    roles = list(ROLES_DIAGNOSTIC)
    droits = droits_chez(demande.gestionnaire_id, equipement, roles, acteur.jour)
    return {droit.utilisateur for droit in droits}


def relire_annonce(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what was read meanwhile, or told again since."""
    return relire(courriel, avis_de(courriel), maintenant)
