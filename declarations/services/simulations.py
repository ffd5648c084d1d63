"""Simulating from a declaration: the data the engine is given of it, for who reads its amount."""

from declarations.regles.entrees_estimation import donnees_estimation
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.integrite import est_alteree
from portal.socle.refus import impossible, interdit
from subventions.simulateur.models import Simulation
from subventions.simulateur.regles.reprise import RepriseImpossible, reprendre
from subventions.simulateur.services.simulations import couples_de, partir_de

RESERVE = (
    "Les chiffres de cette déclaration, et son montant, sont lus par le fournisseur de données "
    "financières et l’approbateur. Vous pouvez simuler à partir de vos propres chiffres."
)


def peut_simuler(dossier: DossierOuvert) -> bool:
    """Tell whether this person may start a simulation from this declaration."""
    declaration = dossier.declaration
    chez = (declaration.gestionnaire_id, declaration.caf_id) in couples_de(dossier.acteur)
    return chez and not dossier.cote_caf and dossier.lit_tout


def exiger(dossier: DossierOuvert) -> None:
    """ActionRefusee for the Caf, and for who does not read every figure (DOMAINE §3.3)."""
    if dossier.cote_caf:
        raise interdit("Le partenaire simule à partir de ses déclarations.")
    if not peut_simuler(dossier):
        raise interdit(RESERVE)


def simuler(dossier: DossierOuvert) -> Simulation:
    """Start a simulation from the figures of a declaration, sent or not, which does not change.

    ActionRefusee as ``exiger`` says, and for figures altered or too many.
    """
    exiger(dossier)
    if est_alteree(dossier.version):
        raise impossible("La version transmise a été altérée : aucun chiffre n’en est repris.")
    declaration, contenu = dossier.declaration, dossier.contenu
    donnees = donnees_estimation(dossier.grille, contenu.lignes, contenu.donnees)
    try:
        reprise = reprendre(dossier.grille.dispositif, donnees)
    except RepriseImpossible as trop:
        raise impossible(str(trop)) from None
    return partir_de(
        declaration.equipement,
        dossier.grille.dispositif,
        declaration.annee,
        reprise,
        f"{declaration.libelle} – {declaration.equipement.nom}"[:200],
        acteur=dossier.acteur,
    )
