"""Rights of known amounts, and lots led as far as a test needs."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from habilitations.models import Equipement
from subventions.droits.services import confirmer_decision, proposer_decision
from subventions.droits.services.droits import ouvrir_droit
from subventions.models import Calcul, DecisionDroit, Droit, NatureDroit
from subventions.paiements.models import LotPaiement, Versement
from subventions.paiements.services.dues import lignes_dues
from subventions.paiements.services.lots import ordonner_lot, proposer_lot
from subventions.paiements.services.reglements import payer_lot
from subventions.regles.etapes import Etape
from tests.dossiers.fabriques import dossier
from tests.monde import JOUR, MAINTENANT, Monde, acteur
from tests.subventions.paiements.fabriques import en_vigueur, profil

RAISON = "Des heures d’entretien sont comptées deux fois."


def droit(
    monde: Monde,
    nature: str,
    montant: str,
    annee: int = 2026,
    *,
    definitif: bool = True,
    equipement: Equipement | None = None,
    numero: int = 0,
    dossier_id: int | None = None,
) -> Droit:
    """A right of the ER, of this amount, as a computation frozen with it gave it in one step;
    without an amount, its barème is not published."""
    equipement = equipement or monde.er
    calcul = Calcul(
        gestionnaire=equipement.gestionnaire,
        caf=equipement.caf,
        equipement=equipement,
        dispositif=equipement.dispositif,
        annee=annee,
        statut="estime" if montant else "bareme_non_publie",
        montant=Decimal(montant) if montant else None,
        donnees={"essai": str(uuid4())},
        etapes=[_etape(montant)] if montant else [],
    )
    calcul.empreinte = calcul.calculer_empreinte()
    calcul.save()
    return ouvrir_droit(
        calcul,
        NatureDroit(nature),
        numero=numero or (1 if nature == "actualise" else 0),
        dossier_id=dossier(monde, equipement=equipement, annee=annee, nature=uuid4().hex[:12]).pk,
        maintenant=MAINTENANT,
        par=None,
        definitif=definitif,
    )


def _etape(montant: str) -> dict[str, Any]:
    etape = Etape("Montant estimé", "taux × assiette", (), None, Decimal(montant))
    return etape.en_json()


def decide(monde: Monde, vise: Droit, montant: str) -> DecisionDroit:
    """An amount that two advisers accept in place of the computed one."""
    decision = proposer_decision(
        vise.pk,
        montant_accepte=Decimal(montant),
        motif=RAISON,
        acteur=acteur(monde.conseiller),
    )
    if decision.attend_une_signature:
        confirmer_decision(decision.pk, acteur=acteur(monde.remplacant))
    decision.refresh_from_db()
    return decision


def _dossier(monde: Monde, equipement: Equipement, annee: int) -> int:
    return dossier(monde, equipement=equipement, annee=annee, nature=uuid4().hex[:12]).pk


def pret(monde: Monde, dossier_id: int | None = None) -> None:
    """A profile, an account and a right prévisionnel: the first acomptes are due."""
    profil(monde)
    en_vigueur(monde)
    droit(monde, "previsionnel", "72000.00", dossier_id=dossier_id)


def propose(monde: Monde, combien: int | None = None) -> LotPaiement:
    """A lot of what is due, or of its first steps."""
    qui = acteur(monde.conseiller)
    payables = [ligne for ligne in lignes_dues(monde.caf.pk, qui) if not ligne.refus]
    cles = [ligne.cle for ligne in payables[:combien]]
    return proposer_lot(monde.caf.pk, cles=cles, acteur=qui)


def ordonne(monde: Monde, combien: int | None = None) -> LotPaiement:
    lot = propose(monde, combien)
    return ordonner_lot(lot.pk, execution_le=JOUR, acteur=acteur(monde.hors_portefeuille))


def paye(monde: Monde, combien: int | None = None) -> LotPaiement:
    lot = ordonne(monde, combien)
    payer_lot(lot.pk, paye_le=JOUR, acteur=acteur(monde.conseiller))
    return lot


def versements(lot: LotPaiement) -> list[Versement]:
    return list(lot.versements.order_by("pk"))
