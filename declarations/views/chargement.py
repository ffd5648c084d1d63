"""Loading a file for a page: in scope or 404, then what one’s role allows."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from declarations.models import Declaration, Volet
from declarations.regles.etats import ACTES
from declarations.regles.grille import VOLETS
from declarations.services import rangees
from declarations.services.acteurs import acteurs_sur
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.lectures import tracer_ouverture
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import interdire


def charger(request: Requete, pk: int) -> DossierOuvert:
    """Load a declaration this person may see; anything else is a 404."""
    acteur: Acteur = request.acteur
    try:
        declaration = rangees.lire(pk)
    except Declaration.DoesNotExist:
        declaration = None
    if declaration is None or not declaration.est_visible_par(acteur):
        raise Http404("Cette déclaration n’existe pas, ou elle n’est pas dans votre périmètre.")
    acteurs = acteurs_sur(acteur, declaration)
    tracer_ouverture(declaration, acteur, acteurs)
    return DossierOuvert(declaration, declaration.version_courante, acteur, acteurs)


def volet_de(dossier: DossierOuvert, nature: str) -> Volet:
    """Return a volet of the version at work; 404 when there is none of this name."""
    if nature not in VOLETS:
        raise Http404("Ce volet n’existe pas.")
    return dossier.version.volet(nature)


def exiger_role(dossier: DossierOuvert, action: str, nature: str | None = None) -> None:
    """Answer 403 when this person's role may never do this action on this file."""
    interdire(ACTES.refus_du_role(action, dossier.acteurs, nature))


def exiger_lecture(dossier: DossierOuvert, nature: str) -> None:
    """Answer 403 when this person reads no figure of a volet."""
    if not dossier.lit_le_volet(nature):
        raise PermissionDenied(
            "Ces données sont lues par le fournisseur de données financières, l’approbateur et "
            "la Caf : un total ou un montant y dirait un salaire."
        )
