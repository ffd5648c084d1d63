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


def peut_simuler(page: DossierOuvert) -> bool:
    """Tell whether this person may start a simulation from this declaration."""
    declaration = page.declaration
    chez = (declaration.gestionnaire_id, declaration.caf_id) in couples_de(page.acteur)
    return chez and not page.cote_caf and page.lit_tout


def exiger(page: DossierOuvert) -> None:
    """ActionRefusee for the Caf, and for who does not read every figure (DOMAINE §3.3)."""
    if page.cote_caf:
        raise interdit("Le partenaire simule à partir de ses déclarations.")
    if not peut_simuler(page):
        raise interdit(RESERVE)


def simuler(page: DossierOuvert) -> Simulation:
    """Start a simulation from the figures of a declaration, sent or not, which does not change.

    ActionRefusee as ``exiger`` says, and for figures altered or too many.
    """
    exiger(page)
    if est_alteree(page.version):
        raise impossible("La version transmise a été altérée : aucun chiffre n’en est repris.")
    declaration, contenu = page.declaration, page.contenu
    donnees = donnees_estimation(page.grille, contenu.lignes, contenu.donnees)
    try:
        reprise = reprendre(page.grille.dispositif, donnees)
    except RepriseImpossible as trop:
        raise impossible(str(trop)) from None
    return partir_de(
        declaration.equipement,
        page.grille.dispositif,
        declaration.annee,
        reprise,
        f"{declaration.libelle} – {declaration.equipement.nom}"[:200],
        acteur=page.acteur,
    )
