"""What is due to the partner of the tests."""

from subventions.paiements.services.dues import lignes_dues
from tests.monde import Monde, acteur

MOTIF = "Le montant est à revoir avec le partenaire"


def dues(monde: Monde) -> list[tuple[str, int, str, tuple[str, ...]]]:
    lignes = lignes_dues(monde.caf.pk, acteur(monde.conseiller))
    return [
        (ligne.echeance.nature.value, ligne.echeance.rang, str(ligne.montant), ligne.refus)
        for ligne in lignes
    ]
