"""Answers saved as one leaves them: the same save as the button's, answered for a script.

The answer acknowledges, says what does not stand, and gives the plan of what is shown now: a page
that shows another asks for itself again (static/saisie/plan.js).
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from bilans.models import Bilan
from bilans.presentation.fautes import en_francais
from bilans.services.erreurs import QuestionsRefusees
from bilans.services.saisie import EnregistrementBilan, enregistrer
from bilans.views.panneau import plan_de
from bilans.views.section import lire
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.dossiers.par_lien import ouvert_par_lien
from portal.saisie.presentation.reponses import reponse_d_enregistrement
from portal.socle.actes import interdire
from portal.socle.refus import ActionRefusee


@require_POST
@ouvert_par_lien
def saisie(request: Requete, pk: int) -> HttpResponse:
    """Save the answers sent; say what was written, refused, to choose, and what others changed.

    200 when all is saved, 422 when something is refused or to choose, 409 when it is too late or
    when the page was drawn for somebody else; 403 and 404 as everywhere. Sent without any answer,
    it only tells what changed since.
    """
    acteur: Acteur = request.acteur
    envoi = lire(request)
    if not envoi.est_de(acteur.utilisateur.pk):
        return JsonResponse({"raison": "personne"}, status=409)
    try:
        resultat = enregistrer(pk, acteur=acteur, envoi=envoi)
    except Bilan.DoesNotExist:
        raise Http404("Ce bilan n’existe pas.") from None
    except QuestionsRefusees as erreur:
        raise PermissionDenied(str(erreur)) from None
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        return JsonResponse({"raison": "moment", "message": str(erreur)}, status=409)
    contenu = _reponse(request, resultat)
    return JsonResponse(contenu, status=422 if resultat.erreurs or resultat.conflits else 200)


def _reponse(request: Requete, resultat: EnregistrementBilan) -> dict[str, Any]:
    """What the page needs to show where things stand, fragments already drawn."""
    dossier = resultat.dossier
    etat = dossier.etat

    def historique(chemin: str) -> str:
        return reverse("bilans:historique_reponse", args=[dossier.bilan.pk, chemin])

    return {
        **reponse_d_enregistrement(
            request, resultat, dossier.feuille.valeurs, dossier.acteur.utilisateur.pk, historique
        ),
        "fautes": {
            c: en_francais(dossier.emplacements[c].champ, faute) for c, faute in etat.fautes.items()
        },
        "plan": plan_de(dossier),
    }
