"""The money side of the demonstration: decisions in each state, and rights that are suspended."""

from datetime import timedelta
from decimal import Decimal

from habilitations.models import AffectationAgent, Fonction, Utilisateur
from habilitations.permissions import Acteur
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant
from subventions.droits.regles.situation import EtatDroit
from subventions.droits.services import (
    confirmer_decision,
    proposer_decision,
    refuser_decision,
    retirer_decision,
)
from subventions.droits.services.suspensions import lever_la_suspension, suspendre_les_droits
from subventions.models import CauseSuspension, DecisionDroit, Droit, NatureDroit, SuspensionDroit

CAF = "73"
HEURE = 10
DECIDE_DEPUIS, SIGNE_DEPUIS = 9, 6
# One story for each right, the latest first: gap in euros, reason, and how it goes on.
RECITS: tuple[tuple[str, str, str], ...] = (
    ("-2150.00", "Deux mois de loyer sont comptés deux fois : le bail le montre.", "attend"),
    ("1240.50", "Une facture de décembre, arrivée après la clôture, est acceptée.", "confirmee"),
    ("-320.00", "Les heures d’entretien d’un samedi fermé sont retirées.", "en_vigueur"),
    ("-4800.00", "Le poste de psychologue serait financé par ailleurs.", "refusee"),
    ("-150.00", "Une subvention du Département serait à déduire.", "retiree"),
)
REFUS = "La convention produite montre que ce poste n’est financé que par la Caf."
RETRAIT = "Le Département confirme qu’il n’a rien versé cette année."
CONTROLE = "Un contrôle sur place est prévu : les versements attendent ses conclusions."
PIECE = "Le rapport d’activité signé manque au dossier."
RECUE = "Le rapport d’activité signé est arrivé ce matin."


def decider_et_suspendre(decor: Decor) -> None:
    """Decisions of the first Caf on its latest definitive rights, then what suspends two others."""
    droits = list(
        Droit.objects.filter(
            caf=decor.cafs[CAF],
            etat=EtatDroit.DEFINITIF,
            calcul__montant__gte=Decimal(5000),
        )
        .exclude(nature=NatureDroit.ACTUALISE)
        .select_related("calcul", "equipement__portefeuille__titulaire")
        .order_by("-annee", "nature", "pk")
    )
    for droit, (ecart, motif, suite) in zip(droits, RECITS, strict=False):
        _decider(droit, Decimal(ecart), motif, suite, decor)
    _suspendre(droits[len(RECITS) :], decor)


def _decider(droit: Droit, ecart: Decimal, motif: str, suite: str, decor: Decor) -> None:
    jour = decor.reperes.jour
    auteur = droit.equipement.portefeuille.titulaire
    propose = Acteur(auteur, instant(jour - timedelta(days=DECIDE_DEPUIS), HEURE))
    apres = instant(jour - timedelta(days=SIGNE_DEPUIS), HEURE)
    montant = (droit.calcul.montant or Decimal(0)) + ecart
    decision = proposer_decision(droit.pk, montant_accepte=montant, motif=motif, acteur=propose)
    if suite == "retiree":
        retirer_decision(decision.pk, motif=RETRAIT, acteur=Acteur(auteur, apres))
    elif suite in ("confirmee", "refusee"):
        _signer(decision, suite, Acteur(_collegue(droit, auteur), apres))


def _signer(decision: DecisionDroit, suite: str, second: Acteur) -> None:
    if suite == "confirmee":
        confirmer_decision(decision.pk, acteur=second)
    else:
        refuser_decision(decision.pk, motif=REFUS, acteur=second)


def _collegue(droit: Droit, auteur: Utilisateur) -> Utilisateur:
    """Another adviser of the Caf: whoever signs in second."""
    agents = AffectationAgent.objects.filter(
        caf=droit.caf_id, fonction=Fonction.GESTIONNAIRE_CONSEIL
    )
    return agents.exclude(utilisateur=auteur).order_by("pk")[0].utilisateur


def _suspendre(droits: list[Droit], decor: Decor) -> None:
    """One exercice under control, and one whose paper came since."""
    jour = decor.reperes.jour
    exercices = {(d.equipement_id, d.annee): d for d in droits}
    for rang, (cle, droit) in enumerate(list(exercices.items())[:2]):
        qui = droit.equipement.portefeuille.titulaire
        le = Acteur(qui, instant(jour - timedelta(days=DECIDE_DEPUIS), HEURE))
        cause, motif = (
            (CauseSuspension.PIECE, PIECE) if rang else (CauseSuspension.CONTROLE, CONTROLE)
        )
        suspendre_les_droits(*cle, cause=cause, motif=motif, acteur=le)
        if rang:
            suspension = SuspensionDroit.objects.en_cours().get(
                equipement=cle[0], annee=cle[1], cause=cause
            )
            apres = Acteur(qui, instant(jour - timedelta(days=SIGNE_DEPUIS), HEURE))
            lever_la_suspension(suspension.pk, motif=RECUE, acteur=apres)
