"""An adviser's decision beside the computed amount; never in its place (DOMAINE §4)."""

from decimal import Decimal

from django.db import IntegrityError, transaction

from habilitations.models import Fonction
from habilitations.permissions import Acteur
from portal.socle.motifs import est_le_meme, exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible, interdit
from subventions.droits.regles.decisions import EtatDecision, demande_une_seconde_signature
from subventions.droits.services.annonces import (
    PRISE,
    RETIREE,
    annoncer_decision,
    annoncer_le_refus,
    demander_la_signature,
)
from subventions.droits.services.droits import journaliser
from subventions.models import DecisionDroit, Droit
from subventions.models.reglages import reglages_de
from subventions.regles.estimation import SANS_MONTANT

SANS_CALCUL = (
    "Aucun montant n’est calculé pour ce droit : {}. Une décision accompagne un montant calculé, "
    "elle ne le remplace pas."
)
DEJA_DECIDE = "Une décision est déjà prise ou proposée pour ce droit : retirez-la d’abord."
MONTANT_MAX = Decimal("9999999999.99")


def dire_sans_calcul(droit: Droit) -> str:
    """Why no decision can be taken on a right that has no amount."""
    return SANS_CALCUL.format(SANS_MONTANT[droit.calcul.statut])


@transaction.atomic
def proposer_decision(
    droit_id: int, *, montant_accepte: Decimal, motif: str, acteur: Acteur
) -> DecisionDroit:
    """Accept another amount (euros) than the one computed, lower or higher.

    In force at once up to the threshold of the Caf, else once a second person confirmed it. A
    second click gives the first one.
    Raises Droit.DoesNotExist, ActionRefusee (not who follows the équipement; right that counts no
    more; nothing computed; one stands already), DemandeInvalide.
    """
    droit = _ouvrir(droit_id, acteur)
    if not acteur.suit(droit.equipement):
        raise interdit("Une décision est prise par le gestionnaire conseil du dossier.")
    motif = exiger_motif(motif, "Indiquez pourquoi ce montant est accepté.")
    calcule = _exiger_decidable(droit)
    _verifier_le_montant(montant_accepte, calcule)
    seuil = reglages_de(droit.caf_id).seuil_decision
    a_deux = demande_une_seconde_signature(calcule, montant_accepte, seuil)
    if ouverte := DecisionDroit.objects.ouvertes().filter(droit=droit).first():
        sienne = ouverte.proposee_par_id == acteur.utilisateur.pk
        if sienne and ouverte.montant_accepte == montant_accepte and ouverte.motif == motif:
            return ouverte
        raise impossible(DEJA_DECIDE)
    decision = _inscrire(
        DecisionDroit(
            droit=droit,
            montant_accepte=montant_accepte,
            motif=motif,
            seuil=seuil,
            a_confirmer=a_deux,
            etat=EtatDecision.PROPOSEE if a_deux else EtatDecision.EN_VIGUEUR,
            proposee_par=acteur.utilisateur,
            proposee_le=acteur.maintenant,
        )
    )
    verbe = "droit.decision_proposee" if a_deux else "droit.decision_prise"
    _raconter(verbe, decision, acteur, motif)
    if decision.est_en_vigueur:
        annoncer_decision(decision, PRISE, acteur)
    else:
        demander_la_signature(decision, acteur)
    return decision


@transaction.atomic
def confirmer_decision(decision_id: int, *, acteur: Acteur) -> DecisionDroit:
    """Sign in second: the decision has effect. The same person again: no effect.

    Raises DecisionDroit.DoesNotExist, ActionRefusee (not an adviser of the Caf; who proposed it;
    closed, or its right counts no more).
    """
    decision = _ouvrir_decision(decision_id, acteur)
    _exiger_second(decision, acteur)
    if decision.est_en_vigueur and decision.confirmee_par_id == acteur.utilisateur.pk:
        return decision
    _exiger_proposee(decision)
    decision.etat = EtatDecision.EN_VIGUEUR
    decision.confirmee_par, decision.confirmee_le = acteur.utilisateur, acteur.maintenant
    decision.save(update_fields=["etat", "confirmee_par", "confirmee_le"])
    _raconter("droit.decision_confirmee", decision, acteur)
    annoncer_decision(decision, PRISE, acteur)
    return decision


@transaction.atomic
def refuser_decision(decision_id: int, *, motif: str, acteur: Acteur) -> DecisionDroit:
    """Refuse to sign: the computed amount goes on counting; again, no effect.

    Raises as ``confirmer_decision``.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi cette décision est refusée.")
    decision = _ouvrir_decision(decision_id, acteur)
    _exiger_second(decision, acteur)
    if decision.etat == EtatDecision.REFUSEE:
        exiger_le_meme(motif, decision.close_motif, "Cette décision est déjà refusée.")
        return decision
    _exiger_proposee(decision)
    _clore(decision, EtatDecision.REFUSEE, "droit.decision_refusee", motif, acteur)
    annoncer_le_refus(decision, acteur)
    return decision


@transaction.atomic
def retirer_decision(decision_id: int, *, motif: str, acteur: Acteur) -> DecisionDroit:
    """Give a decision up, proposed or in force: the computed amount counts again; again, no effect.

    Raises DecisionDroit.DoesNotExist, ActionRefusee (not who follows the équipement; closed),
    DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi cette décision est retirée.")
    decision = _ouvrir_decision(decision_id, acteur)
    if not acteur.suit(decision.droit.equipement):
        raise interdit("Une décision est retirée par le gestionnaire conseil du dossier.")
    if decision.etat == EtatDecision.RETIREE and est_le_meme(motif, decision.close_motif):
        return decision
    if decision.close_le is not None:
        raise impossible(f"Cette décision est close : {decision.get_etat_display().lower()}.")
    if not decision.droit.est_en_vigueur:
        raise impossible("Ce droit ne compte plus : la décision reste avec lui.")
    avait_effet = decision.est_en_vigueur
    _clore(decision, EtatDecision.RETIREE, "droit.decision_retiree", motif, acteur)
    if avait_effet:
        annoncer_decision(decision, RETIREE, acteur)
    return decision


def peut_confirmer(decision: DecisionDroit, acteur: Acteur) -> bool:
    """Tell whether this person may sign in second: another adviser of the same Caf."""
    return decision.attend_une_signature and peut_etre_second(decision, acteur)


def peut_etre_second(decision: DecisionDroit, acteur: Acteur) -> bool:
    """Tell whether this person is one who signs in second, whatever became of the decision."""
    est_auteur = decision.proposee_par_id == acteur.utilisateur.pk
    return not est_auteur and _est_conseiller(decision.droit, acteur)


def _ouvrir(droit_id: int, acteur: Acteur) -> Droit:
    """Lock a right: decisions on it, and its validation, wait for one another."""
    droits = Droit.objects.visibles_par(acteur).select_related("calcul", "equipement__portefeuille")
    return droits.select_for_update(of=("self",), no_key=True).get(pk=droit_id)


def _ouvrir_decision(decision_id: int, acteur: Acteur) -> DecisionDroit:
    """Lock the right, then its decision, always in this order."""
    visible = DecisionDroit.objects.visibles_par(acteur).only("droit_id").get(pk=decision_id)
    droit = _ouvrir(visible.droit_id, acteur)
    decision = DecisionDroit.objects.select_for_update(of=("self",), no_key=True).get(
        pk=decision_id
    )
    decision.droit = droit
    return decision


def _exiger_decidable(droit: Droit) -> Decimal:
    if not droit.est_en_vigueur:
        raise impossible("Ce droit ne compte plus : une décision porte sur celui qui compte.")
    if droit.calcul.montant is None:
        raise impossible(dire_sans_calcul(droit))
    return droit.calcul.montant


def _verifier_le_montant(montant: Decimal, calcule: Decimal) -> None:
    if not montant.is_finite() or montant < 0:
        raise DemandeInvalide("montant_accepte", "Un montant accepté n’est pas négatif.")
    if montant > MONTANT_MAX or montant != montant.quantize(Decimal("0.01")):
        raise DemandeInvalide("montant_accepte", "Un montant s’écrit en euros et centimes.")
    if montant == calcule:
        raise DemandeInvalide(
            "montant_accepte", "C’est le montant calculé : aucune décision n’est nécessaire."
        )


def _inscrire(decision: DecisionDroit) -> DecisionDroit:
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as erreur:
        if "decision_droit_une_seule" not in str(erreur):
            raise
        raise impossible("Une décision vient d’être prise ou proposée pour ce droit.") from None
    return decision


def _est_conseiller(droit: Droit, acteur: Acteur) -> bool:
    return droit.caf_id in acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))


def _exiger_second(decision: DecisionDroit, acteur: Acteur) -> None:
    if not _est_conseiller(decision.droit, acteur):
        raise interdit("Un gestionnaire conseil de la Caf confirme ou refuse une décision.")
    if decision.proposee_par_id == acteur.utilisateur.pk:
        raise interdit("Vous avez proposé cette décision : une autre personne la confirme.")


def _exiger_proposee(decision: DecisionDroit) -> None:
    if not decision.attend_une_signature:
        raise impossible(
            f"Cette décision n’attend plus de signature : {decision.get_etat_display().lower()}."
        )
    if not decision.droit.est_en_vigueur:
        raise impossible("Ce droit ne compte plus : il a été remplacé ou annulé.")


def _clore(
    decision: DecisionDroit, etat: EtatDecision, action: str, motif: str, acteur: Acteur
) -> DecisionDroit:
    decision.etat = etat
    decision.close_par, decision.close_le = acteur.utilisateur, acteur.maintenant
    decision.close_motif = motif
    decision.save(update_fields=["etat", "close_par", "close_le", "close_motif"])
    _raconter(action, decision, acteur, motif)
    return decision


def _raconter(action: str, decision: DecisionDroit, acteur: Acteur, motif: str = "") -> None:
    journaliser(
        action,
        decision.droit,
        acteur.maintenant,
        acteur.utilisateur,
        motif,
        decision=decision.pk,
        montant_calcule=str(decision.droit.calcul.montant),
        montant_accepte=str(decision.montant_accepte),
    )
