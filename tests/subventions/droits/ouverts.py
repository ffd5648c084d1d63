"""Rights as declarations sent through the services open them."""

from datetime import date
from decimal import Decimal

from declarations.models import Declaration
from declarations.services.instruction import ouvrir_rectificative, prendre_en_charge, valider
from subventions.droits.services import proposer_decision
from subventions.models import DecisionDroit, Droit
from tests.declarations.remplir import demander_correction, jusqu_a, signer, transmettre
from tests.monde import Monde, acteur

MOTIF = "Les heures d’entretien du second semestre sont comptées deux fois."
PLUS_TARD = date(2026, 3, 10)


def droit_de(monde: Monde, etat: str = "validee", **declaration: object) -> Droit:
    """The right of the réelle 2025 of the ER, its declaration led to a state."""
    declaree = monde.declaration(**{"nature": "reelle", "annee": 2025, **declaration})
    return Droit.objects.get(dossier=jusqu_a(declaree, monde, etat).pk)


def decider(
    droit: Droit, monde: Monde, ecart: str = "-500.00", motif: str = MOTIF
) -> DecisionDroit:
    """A decision of the adviser, so many euros away from the computed amount."""
    montant = droit.calcul.montant + Decimal(ecart)
    qui = acteur(monde.conseiller)
    return proposer_decision(droit.pk, montant_accepte=montant, motif=motif, acteur=qui)


def rectifier(declaration: Declaration, monde: Monde) -> None:
    """The adviser opens a rectificative on both volets; the partner signs and sends it as it is."""
    ouvrir_rectificative(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        motif="Oubli du compte 64 et du compte 61",
        pour_le=PLUS_TARD,
    )
    renvoyer(declaration, monde)


def corriger(declaration: Declaration, monde: Monde) -> None:
    """The adviser asks for the finances again; the partner sends them as they are."""
    demander_correction(declaration, monde)
    renvoyer(declaration, monde)


def renvoyer(declaration: Declaration, monde: Monde) -> None:
    declaration.refresh_from_db()
    signer(declaration, monde)
    transmettre(declaration, monde)
    declaration.refresh_from_db()


def valider_de_nouveau(declaration: Declaration, monde: Monde) -> None:
    prendre_en_charge(declaration.pk, acteur=acteur(monde.conseiller))
    valider(declaration.pk, acteur=acteur(monde.conseiller))
    declaration.refresh_from_db()
