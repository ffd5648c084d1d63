"""Opening a bilan for a page: in scope, with what every page of it shows."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from bilans.models import Bilan
from bilans.regles.etats import ACTES
from bilans.regles.questionnaire import Groupe
from bilans.services import rangees
from bilans.services.acteurs import acteurs_sur
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.lectures import tracer_ouverture
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import interdire


def charger(request: Requete, pk: int) -> BilanOuvert:
    """Load a bilan this person may see; anything else is a 404."""
    acteur: Acteur = request.acteur
    try:
        bilan = rangees.lire(pk)
    except Bilan.DoesNotExist:
        bilan = None
    if bilan is None or not bilan.est_visible_par(acteur):
        raise Http404("Ce bilan n’existe pas, ou il n’est pas dans votre périmètre.")
    acteurs = acteurs_sur(acteur, bilan)
    tracer_ouverture(bilan, acteur, acteurs)
    return BilanOuvert(bilan, acteur, acteurs)


def exiger_role(dossier: BilanOuvert, action: str) -> None:
    """Answer 403 when this person's role may never do this action on this bilan."""
    interdire(ACTES.refus_du_role(action, dossier.acteurs))


def exiger_lecture(dossier: BilanOuvert) -> None:
    """Answer 403 to an agent while the partner has sent nothing: a draft is theirs."""
    if not dossier.reponses_visibles:
        raise PermissionDenied("Le partenaire n’a pas encore transmis ce bilan.")


def section_ou_404(dossier: BilanOuvert, code: str) -> Groupe:
    """Return a section of the questionnaire, shown or not; 404 when there is none of this code."""
    trouvee = next((s for s in dossier.questionnaire.sections if s.code == code), None)
    if trouvee is None:
        raise Http404("Cette partie du questionnaire n’existe pas.")
    return trouvee
