"""Telling at once that a decision stands beside a computed amount, or no longer does; before that,
telling who may sign it in second that it waits for them, and its author that it is refused.

Neither figure nor reason: the money page shows both to who may read them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from habilitations.models import (
    ROLES_DECLARATION,
    AffectationAgent,
    Fonction,
    Role,
    Utilisateur,
)
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
from subventions.droits.regles.situation import EN_VIGUEUR
from subventions.models import DecisionDroit

RELECTEUR = "subventions.decision"
PRISE, RETIREE = "decision_prise", "decision_retiree"
A_CONFIRMER, REFUSEE = "decision_a_confirmer", "decision_refusee"
_TITRES = {
    PRISE: "La Caf a retenu un autre montant que le montant calculé",
    RETIREE: "Le montant calculé compte de nouveau",
    A_CONFIRMER: "Une décision attend une seconde signature",
    REFUSEE: "La décision que vous avez proposée est refusée",
}
_PHRASES = {
    PRISE: "{droit}, {equipement} : la Caf retient un autre montant que le montant calculé. Les "
    "deux montants, et le motif, se lisent sur le portail.",
    RETIREE: "{droit}, {equipement} : la décision de la Caf est retirée, le montant calculé compte "
    "de nouveau.",
    A_CONFIRMER: "{droit}, {equipement} : {par} propose de retenir un autre montant que le montant "
    "calculé. Un autre gestionnaire conseil de la Caf confirme ou refuse : un seul suffit.",
    REFUSEE: "{droit}, {equipement} : la décision n’est pas confirmée, le montant calculé compte. "
    "Le motif du refus se lit sur le portail.",
}


def annoncer_decision(decision: DecisionDroit, acte: str, acteur: Acteur) -> int:
    """Tell a decision in force, or its end, to each person but who did it; return how many."""
    if se_taire():
        return 0
    equipement = decision.droit.equipement
    roles = [Role(role) for role in ROLES_DECLARATION]
    siens = droits_chez(equipement.gestionnaire_id, equipement, roles, acteur.jour)
    suivi = {equipement.portefeuille.referent(acteur.jour)}
    return _dire(decision, acte, suivi, acteur, au_partenaire={d.utilisateur for d in siens})


def demander_la_signature(decision: DecisionDroit, acteur: Acteur) -> int:
    """Tell who may sign in second, the other gestionnaires conseil of the Caf; return how many."""
    if se_taire():
        return 0
    gens = AffectationAgent.objects.actives(acteur.jour).filter(
        caf=decision.droit.caf_id, fonction=Fonction.GESTIONNAIRE_CONSEIL
    )
    return _dire(
        decision, A_CONFIRMER, {a.utilisateur for a in gens.select_related("utilisateur")}, acteur
    )


def annoncer_le_refus(decision: DecisionDroit, acteur: Acteur) -> int:
    """Tell who proposed a decision that it is not confirmed; return how many."""
    return 0 if se_taire() else _dire(decision, REFUSEE, {decision.proposee_par}, acteur)


def _dire(
    decision: DecisionDroit,
    acte: str,
    gens: Iterable[Utilisateur],
    acteur: Acteur,
    *,
    au_partenaire: Iterable[Utilisateur] = (),
) -> int:
    """One notice for each person of the Caf, and of the partner, but who acts."""
    droit = decision.droit
    equipement = droit.equipement
    phrase = _PHRASES[acte].format(
        droit=droit.libelle, equipement=citer(equipement.nom), par=decision.proposee_par
    )
    chemin = reverse("droits:dossier", args=[equipement.pk, droit.annee])
    nouvelle = Nouvelle(acte, _TITRES[acte], phrase, chemin)
    objet = Objet(f"{droit.libelle} – {equipement.nom}", equipement.nom, RELECTEUR)
    dites = dict.fromkeys(gens, nouvelle)
    dites |= dict.fromkeys(au_partenaire, replace(nouvelle, chez=equipement.gestionnaire_id))
    nouvelles = {qui: dite for qui, dite in dites.items() if qui != acteur.utilisateur}
    return annoncer_sans_dossier(equipement, objet, nouvelles, acteur.maintenant)


def relire_decision(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw the news of a decision that holds no more, or waits no more, as the e-mail leaves.

    Who is no gestionnaire conseil of the Caf any more is not asked to sign.
    """
    avis = avis_de(courriel)
    verdict = relire(courriel, avis, maintenant)
    if avis is None or isinstance(verdict, Retire):
        return verdict
    if avis.acte == A_CONFIRMER and not _attend(courriel, avis.personne, maintenant):
        return Retire("Aucune décision n’attendait plus la signature de cette personne.")
    if avis.acte != PRISE:
        return verdict
    tenues = DecisionDroit.objects.filter(
        etat=EtatDecision.EN_VIGUEUR, droit__equipement=courriel.objet_id
    )
    if not tenues.exists():
        return Retire("La décision ne tenait plus au moment de l’envoi.")
    return verdict


def _attend(courriel: Courriel, qui: Utilisateur, maintenant: datetime) -> bool:
    """Tell whether a decision on this équipement still waits for this person."""
    jour = timezone.localdate(maintenant)
    siennes = AffectationAgent.objects.actives(jour).filter(
        utilisateur=qui, fonction=Fonction.GESTIONNAIRE_CONSEIL
    )
    attendent = DecisionDroit.objects.en_attente().filter(
        droit__equipement=courriel.objet_id,
        droit__etat__in=EN_VIGUEUR,
        droit__caf__in=siennes.values("caf"),
    )
    return attendent.exclude(proposee_par=qui).exists()
