"""Who opens the pages of the proposals."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from habilitations.requetes import Requete
from subventions.models import PropositionBareme

LIEES = ("caf", "tete", "document", "proposee_par", "publiee_par", "ecartee_par", "effet")


def exiger_agent(request: Requete) -> None:
    """Raises PermissionDenied for who is no agent of a Caf or of the Cnaf."""
    if not request.acteur.est_agent:
        raise PermissionDenied("Les barèmes se consultent à la Caf et à la Cnaf.")


def charger(request: Requete, pk: int) -> PropositionBareme:
    """A proposal that this person reads; 403 for who is no agent, else a 404."""
    exiger_agent(request)
    visibles = PropositionBareme.objects.visibles_par(request.acteur).select_related(*LIEES)
    proposition = visibles.filter(pk=pk).first()
    if proposition is None:
        raise Http404("Cette proposition n’existe pas, ou elle n’est pas de votre Caf.")
    return proposition
