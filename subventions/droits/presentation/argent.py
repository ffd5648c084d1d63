"""The money page of a file: the rights of one équipement and exercice, as one person reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from habilitations.models import Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import date_fr, euros, variation
from subventions.droits.presentation.graphique import Graphique, dessiner
from subventions.droits.presentation.mots import (
    NON_CALCULE,
    etat_de_la_decision,
    etat_du_droit,
    signatures,
)
from subventions.droits.regles.situation import EXPLICATIONS, EtatDroit, Mouvements, situer
from subventions.droits.services.decisions import peut_confirmer
from subventions.droits.services.lecteurs import lit_les_montants
from subventions.droits.services.lectures import RANGS, decision_en_vigueur, montant_retenu
from subventions.droits.services.mouvements import mouvements_de
from subventions.droits.services.suspensions import CAUSES_DU_CONSEILLER
from subventions.models import DecisionDroit, Droit, LettreDroit, SuspensionDroit
from subventions.presentation.decisions import etape_de
from subventions.regles.estimation import Estimation


@dataclass(frozen=True)
class DecisionLue:
    """A decision as it is shown, and what this person may do with it."""

    objet: DecisionDroit
    etat: tuple[str, str]
    montant: str
    ecart: str
    signatures: str
    peut_confirmer: bool
    peut_retirer: bool


@dataclass(frozen=True)
class DroitLu:
    """A right as it is shown; amounts are empty for who does not read them.

    ``ecart`` and ``part`` tell how far the retained amount moved from the prévisionnel;
    ``etape_de_decision`` is the step that leads from the computed amount to the retained one.
    """

    objet: Droit
    etat: tuple[str, str]
    explication: str
    date: str
    estimation: Estimation | None
    calcule: str
    retenu: str
    montant: Decimal | None
    ecart: str
    part: str
    decisions: tuple[DecisionLue, ...]
    peut_decider: bool
    peut_demander_une_lettre: bool
    lettre: LettreDroit | None
    etape_de_decision: dict[str, Any] | None = None

    @property
    def decision(self) -> DecisionLue | None:
        """That in force, or else the one that waits."""
        return next((d for d in self.decisions if d.objet.close_le is None), None)


@dataclass(frozen=True)
class SuspensionLue:
    """What keeps from paying; ``motif`` is empty for who reads no amount: it may quote one."""

    objet: SuspensionDroit
    cause: str
    motif: str
    depuis: str
    peut_lever: bool


@dataclass(frozen=True)
class PageArgent:
    """Everything of one exercice. ``lit``: this person reads its amounts."""

    equipement: Equipement
    annee: int
    lit: bool
    suit: bool
    droits: tuple[DroitLu, ...]
    anciens: tuple[DroitLu, ...]
    suspensions: tuple[SuspensionLue, ...]
    mouvements: Mouvements | None
    graphique: Graphique | None

    @property
    def libelle(self) -> str:
        return libelle_exercice(self.equipement.dispositif, self.annee)


def rassembler(equipement: Equipement, annee: int, acteur: Acteur) -> PageArgent:
    """Gather an exercice; the same number of queries whatever the number of rights."""
    lit, suit = lit_les_montants(acteur, equipement), acteur.suit(equipement)
    charges = list(
        Droit.objects.de(equipement.pk, annee)
        .select_related("calcul", "equipement")
        .prefetch_related(
            "decisions__proposee_par",
            "decisions__confirmee_par",
            "decisions__close_par",
            "lettres",
        )
    )
    charges.sort(key=lambda d: (RANGS[d.nature], d.numero, d.ouvert_le, d.pk))
    en_cours = SuspensionDroit.objects.en_cours().filter(equipement=equipement, annee=annee)
    suspensions = tuple(_suspension(s, lit, suit) for s in en_cours)
    mouvements = mouvements_de([(equipement.pk, annee)]).get((equipement.pk, annee))
    reference = _reference(charges)

    def lire(droits: Iterable[Droit]) -> tuple[DroitLu, ...]:
        return tuple(
            _droit(d, acteur, reference, bool(suspensions), mouvements, lit, suit) for d in droits
        )

    droits = lire(d for d in charges if d.est_en_vigueur)
    return PageArgent(
        equipement=equipement,
        annee=annee,
        lit=lit,
        suit=suit,
        droits=droits,
        anciens=lire(d for d in charges if not d.est_en_vigueur),
        suspensions=suspensions,
        mouvements=mouvements if lit else None,
        graphique=dessiner(_mesures(droits)) if lit else None,
    )


def _reference(droits: Sequence[Droit]) -> Decimal | None:
    """What the exercice is compared with: the prévisionnel that counts."""
    prevus = [d for d in droits if d.est_en_vigueur and d.nature == "previsionnel"]
    return montant_retenu(prevus[0]) if prevus else None


def _mesures(droits: Sequence[DroitLu]) -> list[tuple[str, Decimal, str]]:
    mesures = []
    for droit in droits:
        calcule, nom = droit.objet.calcul.montant, droit.objet.libelle_nature
        if calcule is None or droit.montant is None:
            continue
        mesures.append((nom, calcule, "calcule"))
        if droit.montant != calcule:
            mesures.append((f"{nom}, retenu", droit.montant, "retenu"))
    return mesures


def _droit(
    droit: Droit,
    acteur: Acteur,
    reference: Decimal | None,
    est_suspendu: bool,
    mouvements: Mouvements | None,
    lit: bool,
    suit: bool,
) -> DroitLu:
    mot = situer(droit.etat, est_suspendu=est_suspendu, mouvements=mouvements)
    montant = montant_retenu(droit) if lit else None
    compare = montant is not None and reference is not None and droit.nature != "previsionnel"
    decisions = [_decision(d, droit, acteur, suit) for d in droit.decisions.all()] if lit else []
    libre = not any(d.objet.close_le is None for d in decisions)
    return DroitLu(
        objet=droit,
        etat=etat_du_droit(mot),
        explication=EXPLICATIONS[mot],
        date=_depuis(droit),
        estimation=droit.calcul.estimation if lit else None,
        calcule=(euros(droit.calcul.montant) or NON_CALCULE) if lit else "",
        retenu=(euros(montant) or NON_CALCULE) if lit else "",
        montant=montant,
        ecart=_ecart(montant, reference) if compare else "",
        part=variation(montant, reference) if compare else "",
        decisions=tuple(decisions),
        peut_demander_une_lettre=lit
        and droit.etat == EtatDroit.DEFINITIF
        and droit.calcul.montant is not None,
        lettre=next(iter(droit.lettres.all()), None) if lit else None,
        etape_de_decision=_etape_de_decision(droit) if lit else None,
        peut_decider=suit and libre and droit.est_en_vigueur and droit.calcul.montant is not None,
    )


def _etape_de_decision(droit: Droit) -> dict[str, Any] | None:
    decision, calcule = decision_en_vigueur(droit), droit.calcul.montant
    return etape_de(decision, calcule) if decision and calcule is not None else None


def _depuis(droit: Droit) -> str:
    """« Définitif depuis le 3 février 2026 », « Ouvert le… » while it is provisional."""
    if droit.definitif_le:
        return f"Définitif depuis le {date_fr(droit.definitif_le)}"
    return f"Ouvert le {date_fr(droit.ouvert_le)}"


def _decision(decision: DecisionDroit, droit: Droit, acteur: Acteur, suit: bool) -> DecisionLue:
    decision.droit = droit
    calcule = droit.calcul.montant or Decimal(0)
    ouverte = decision.close_le is None and droit.est_en_vigueur
    return DecisionLue(
        objet=decision,
        etat=etat_de_la_decision(decision),
        montant=euros(decision.montant_accepte),
        ecart=_signe(decision.montant_accepte - calcule),
        signatures=signatures(decision),
        peut_confirmer=ouverte and peut_confirmer(decision, acteur),
        peut_retirer=ouverte and suit,
    )


def _suspension(suspension: SuspensionDroit, lit: bool, suit: bool) -> SuspensionLue:
    return SuspensionLue(
        objet=suspension,
        cause=suspension.get_cause_display(),
        motif=suspension.motif if lit else "",
        depuis=date_fr(suspension.suspendue_le),
        peut_lever=suit and suspension.cause in CAUSES_DU_CONSEILLER,
    )


def _ecart(montant: Decimal | None, reference: Decimal | None) -> str:
    return "" if montant is None or reference is None else _signe(montant - reference)


def _signe(montant: Decimal) -> str:
    """An amount with its sign: « +1 200,00 € »."""
    return f"{'+' if montant > 0 else ''}{euros(montant)}"
