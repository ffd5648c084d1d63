"""An amount as it is printed: the figure, or why there is none."""

from declarations.regles.manques import NOTIFIES
from portal.socle.formats import euros
from subventions.regles.estimation import EN_ATTENTE, STATUTS, Estimation

EN_ATTENTE_DU_PARTENAIRE = "En attente"


def ecrire_montant(estimation: Estimation | None) -> str:
    """« 24 000,00 € », « jusqu’à 24 000,00 € », « Barème non publié », « En attente »…

    Empty without estimation.
    """
    if estimation is None:
        return ""
    montant = euros(estimation.montant)
    if not montant:
        return ecrire_statut(estimation)
    return f"jusqu’à {montant}" if estimation.est_plafond else montant


def ecrire_statut(estimation: Estimation) -> str:
    """Why there is no amount. What waits for the Caf alone says so."""
    if estimation.statut == EN_ATTENTE and set(estimation.manquants) - {NOTIFIES}:
        return EN_ATTENTE_DU_PARTENAIRE
    return STATUTS[estimation.statut]
