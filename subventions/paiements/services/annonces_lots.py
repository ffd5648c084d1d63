"""Telling at once who may order a lot that it waits for them, and its author that it is refused.

Neither amount nor reason: the page of the lot shows both.
"""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from habilitations.models import AffectationAgent, Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.services.nouvelles import (
    Nouvelle,
    Objet,
    annoncer_aux_agents,
    avis_de,
    relire,
    se_taire,
)
from portal.socle.francais import compter
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict
from subventions.paiements.models import EtatLot, LotPaiement
from subventions.paiements.services.acces import CONSEILLER

RELECTEUR = "subventions.lots"
A_ORDONNER, REFUSE = "lot_a_ordonner", "lot_refuse"
_TITRES = {
    A_ORDONNER: "Un lot de paiements attend votre bon à payer",
    REFUSE: "Le lot de paiements que vous avez proposé est refusé",
}
_PHRASES = {
    A_ORDONNER: "{par} propose {combien} ({lot}). Un autre gestionnaire conseil de la Caf relit "
    "chaque ligne, puis ordonne ou refuse : un seul suffit.",
    REFUSE: "{par} n’a pas ordonné {lot} : ses échéances sont de nouveau à payer. Le motif se lit "
    "sur la page du lot.",
}


def demander_le_bon_a_payer(lot: LotPaiement, acteur: Acteur) -> int:
    """Tell the other gestionnaires conseil of the Caf; return how many e-mails."""
    if se_taire():
        return 0
    agents = AffectationAgent.objects.actives(acteur.jour).filter(
        caf=lot.caf_id, fonction__in=CONSEILLER
    )
    gens = {agent.utilisateur for agent in agents.select_related("utilisateur")}
    return _dire(lot, A_ORDONNER, gens, acteur)


def annoncer_le_refus(lot: LotPaiement, acteur: Acteur) -> int:
    """Tell who proposed a lot that somebody else refused it; return how many e-mails."""
    return 0 if se_taire() else _dire(lot, REFUSE, {lot.propose_par}, acteur)


def _dire(lot: LotPaiement, acte: str, gens: Iterable[Utilisateur], acteur: Acteur) -> int:
    """One notice for each person, but who acts."""
    phrase = _PHRASES[acte].format(
        par=acteur.utilisateur,
        lot=f"lot {lot.reference}" if acte == A_ORDONNER else f"le lot {lot.reference}",
        combien=compter(lot.versements.count(), "versement"),
    )
    chemin = reverse("paiements:lot", args=[lot.pk])
    nouvelle = Nouvelle(acte, _TITRES[acte], phrase, chemin)
    nouvelles = {qui: nouvelle for qui in gens if qui != acteur.utilisateur}
    objet = Objet(f"Lot {lot.reference}", lot.reference, RELECTEUR)
    return annoncer_aux_agents(lot, lot.caf_id, objet, nouvelles, acteur.maintenant)


def relire_lot(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw, as the e-mail leaves, what asks for an order that nobody waits for any more.

    Who is no gestionnaire conseil of the Caf any more is not asked either.
    """
    avis = avis_de(courriel)
    verdict = relire(courriel, avis, maintenant)
    if avis is None or isinstance(verdict, Retire) or avis.acte != A_ORDONNER:
        return verdict
    if not _attend(courriel.objet_id, avis.personne, maintenant):
        return Retire("Ce lot n’attendait plus le bon à payer de cette personne.")
    return verdict


def _attend(lot_id: int | None, qui: Utilisateur, maintenant: datetime) -> bool:
    """Tell whether a lot still waits for this person."""
    siennes = AffectationAgent.objects.actives(timezone.localdate(maintenant)).filter(
        utilisateur=qui, fonction__in=CONSEILLER
    )
    proposes = LotPaiement.objects.filter(etat=EtatLot.PROPOSE, caf__in=siennes.values("caf"))
    return lot_id is not None and proposes.filter(pk=lot_id).exists()
