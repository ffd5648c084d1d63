"""Who opens the lists, and the way back to the one a file was opened from."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from habilitations.models import Fonction
from habilitations.permissions import Acteur
from habilitations.requetes import Requete

# The last list shown, with its filters: files link back to it.
CLE_SESSION = "declarations_liste"


def exiger_partenaire(request: Requete) -> Acteur:
    """Return the person, who holds a role at a partner; 403 otherwise."""
    acteur: Acteur = request.acteur
    if acteur.est_partenaire:
        return acteur
    if acteur.est_agent:
        raise PermissionDenied("Votre fonction ne donne pas accès aux déclarations.")
    raise PermissionDenied("Aucun rôle ne vous donne accès aux déclarations aujourd’hui.")


def exiger_instructeur(request: Requete) -> Acteur:
    """Return the person, gestionnaire conseil or CCD; 403 otherwise."""
    acteur: Acteur = request.acteur
    if acteur.est_instructeur:
        return acteur
    if acteur.est_agent:
        raise PermissionDenied("Votre fonction ne donne pas accès aux déclarations.")
    raise PermissionDenied("Cette liste est réservée aux agents de la Caf.")


def exiger_conseiller(request: Requete) -> Acteur:
    """Return the person, gestionnaire conseil of a Caf; 403 otherwise."""
    acteur: Acteur = request.acteur
    if Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions:
        return acteur
    raise PermissionDenied("Cette page est réservée aux gestionnaires conseil de la Caf.")


def retenir(request: Requete, cle: str = CLE_SESSION) -> None:
    """Remember the list shown, filters, sort and page included."""
    request.session[cle] = request.get_full_path()


def adresse_de_retour(request: Requete) -> str:
    """Return the address of the list this person came from, else of the one of their side."""
    acteur: Acteur = request.acteur
    vue = "file" if acteur.est_instructeur and not acteur.est_partenaire else "suivi"
    return request.session.get(CLE_SESSION) or reverse(f"declarations:{vue}")
