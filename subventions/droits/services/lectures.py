"""Which right counts, which amount, and where it stands: the one answer to each."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from subventions.droits.regles.decisions import EtatDecision, retenu
from subventions.droits.regles.situation import EtatDroit, Mot, situer
from subventions.droits.services.mouvements import mouvements_de
from subventions.models import DecisionDroit, Droit, NatureDroit, SuspensionDroit


def droit_en_vigueur(
    equipement_id: int, annee: int, nature: str, *, definitif: bool = False
) -> Droit | None:
    """Return the right of a nature that counts for an exercice: the definitive one, else the
    provisional one (None with ``definitif``); of the actualisés, the latest.

    What a rectificative opened does not count before it is validated.
    """
    droits = Droit.objects.en_vigueur().de(equipement_id, annee).filter(nature=nature)
    return le_meilleur(droits.avec_decisions(), definitif=definitif)


def le_meilleur(droits: Iterable[Droit], *, definitif: bool = False) -> Droit | None:
    """The one that counts among those of one nature and exercice, already loaded or not."""
    candidats = [
        d for d in droits if d.est_en_vigueur and (d.etat == EtatDroit.DEFINITIF or not definitif)
    ]
    return max(candidats, key=_rang, default=None)


def droits_de_l_exercice(equipement_id: int, annee: int) -> list[Droit]:
    """Every right of an exercice in force, by nature and number; two queries."""
    droits = Droit.objects.en_vigueur().de(equipement_id, annee).avec_decisions()
    return sorted(droits, key=lambda d: (RANGS[d.nature], d.numero, d.etat == EtatDroit.DEFINITIF))


RANGS: dict[str, int] = {nature: rang for rang, nature in enumerate(NatureDroit.values)}


def _rang(droit: Droit) -> tuple[int, bool]:
    return droit.numero, droit.etat == EtatDroit.DEFINITIF


def decision_en_vigueur(droit: Droit) -> DecisionDroit | None:
    """The decision that has effect on a right; one at most. Reads ``decisions`` once loaded."""
    return _decision(droit, EtatDecision.EN_VIGUEUR)


def decision_sur(calcul_id: int) -> DecisionDroit | None:
    """The decision in force on what a computation opened, with who signed it; one query."""
    decisions = DecisionDroit.objects.filter(
        droit__calcul=calcul_id, etat=EtatDecision.EN_VIGUEUR.value
    )
    return decisions.select_related("proposee_par", "confirmee_par").first()


def decision_proposee(droit: Droit) -> DecisionDroit | None:
    """The decision that waits for a second signature; one at most."""
    return _decision(droit, EtatDecision.PROPOSEE)


def _decision(droit: Droit, etat: EtatDecision) -> DecisionDroit | None:
    return next((d for d in droit.decisions.all() if d.etat == etat), None)


def montant_retenu(droit: Droit) -> Decimal | None:
    """Return the amount of a right that counts, in euros: decision in force, else computed.

    None when nothing could be computed (« barème non publié »). Who may read it is another
    question: ``droits.services.lecteurs``.
    """
    decision = decision_en_vigueur(droit)
    return retenu(droit.calcul.montant, decision.montant_accepte if decision else None)


def suspensions_du_droit(droit: Droit) -> Sequence[SuspensionDroit]:
    """What keeps a right from being paid, the latest first."""
    en_cours = SuspensionDroit.objects.en_cours()
    return list(en_cours.filter(equipement=droit.equipement_id, annee=droit.annee))


def situation(droit: Droit, *, est_suspendu: bool | None = None) -> Mot:
    """Return where a right stands. ``est_suspendu`` spares a query to who knows it already."""
    if est_suspendu is None:
        est_suspendu = bool(suspensions_du_droit(droit))
    mouvements = mouvements_de([(droit.equipement_id, droit.annee)])
    return situer(
        droit.etat,
        est_suspendu=est_suspendu,
        mouvements=mouvements.get((droit.equipement_id, droit.annee)),
    )
