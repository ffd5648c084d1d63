"""Telling at once that a decision stands beside a computed amount, or no longer does.

Neither figure nor reason: the money page shows both to who may read them.
"""

from datetime import datetime

from django.urls import reverse

from habilitations.models import ROLES_DECLARATION, Role
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
from portal.socle.relecture import Retire, Verdict
from subventions.droits.regles.decisions import EtatDecision
from subventions.models import DecisionDroit

RELECTEUR = "subventions.decision"
PRISE, RETIREE = "decision_prise", "decision_retiree"
_TITRES = {
    PRISE: "La Caf a retenu un autre montant que le montant calculé",
    RETIREE: "Le montant calculé compte de nouveau",
}
_PHRASES = {
    PRISE: "{droit}, {equipement} : la Caf retient un autre montant que le montant calculé. Les "
    "deux montants, et le motif, se lisent sur le portail.",
    RETIREE: "{droit}, {equipement} : la décision de la Caf est retirée, le montant calculé compte "
    "de nouveau.",
}


def annoncer_decision(decision: DecisionDroit, acte: str, acteur: Acteur) -> int:
    """Tell a decision in force, or its end, to each person but who did it; return how many."""
    if se_taire():
        return 0
    droit = decision.droit
    equipement = droit.equipement
    phrase = _PHRASES[acte].format(droit=droit.libelle, equipement=citer(equipement.nom))
    chemin = reverse("droits:dossier", args=[equipement.pk, droit.annee])
    nouvelle = Nouvelle(acte, _TITRES[acte], phrase, chemin)
    roles = [Role(role) for role in ROLES_DECLARATION]
    siens = droits_chez(equipement.gestionnaire_id, equipement, roles, acteur.jour)
    gens = {d.utilisateur for d in siens} | {equipement.portefeuille.referent(acteur.jour)}
    objet = Objet(f"{droit.libelle} – {equipement.nom}", equipement.nom, RELECTEUR)
    nouvelles = {personne: nouvelle for personne in gens if personne != acteur.utilisateur}
    return annoncer_sans_dossier(equipement, objet, nouvelles, acteur.maintenant)


def relire_decision(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw the news of a decision that holds no more when the e-mail leaves."""
    avis = avis_de(courriel)
    verdict = relire(courriel, avis, maintenant)
    if avis is None or isinstance(verdict, Retire) or avis.acte != PRISE:
        return verdict
    tenues = DecisionDroit.objects.filter(
        etat=EtatDecision.EN_VIGUEUR, droit__equipement=courriel.objet_id
    )
    if not tenues.exists():
        return Retire("La décision ne tenait plus au moment de l’envoi.")
    return verdict
