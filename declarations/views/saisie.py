"""Fields saved as one leaves them: the same save as the button's, answered for a script.

The answer acknowledges, and no more. What the figures come to – totals, estimate, checks – costs
several times the save itself: the page asks for its panel apart, once the typing pauses.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from declarations.models import Declaration
from declarations.regles.grille import VOLETS
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.erreurs import ChampsRefuses
from declarations.services.saisie import EnregistrementVolet, enregistrer
from declarations.views.chargement import charger, exiger_lecture, volet_de
from declarations.views.evaluation import panneau
from declarations.views.lignes import NOMS_DES_LIGNES
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.saisie.presentation.reponses import reponse_d_enregistrement
from portal.saisie.reception import lire_envoi
from portal.socle.actes import interdire
from portal.socle.refus import ActionRefusee


@require_POST
def saisie(request: Requete, pk: int, nature: str) -> HttpResponse:
    """Save the fields sent; say what was written, refused, to choose, and what others changed.

    200 when all is saved, 422 when something is refused or to choose, 409 when it is too late or
    when the page was drawn for somebody else; 403 and 404 as everywhere. Sent without any field,
    it only tells what changed since.
    """
    if nature not in VOLETS:
        raise Http404("Ce volet n’existe pas.")
    acteur: Acteur = request.acteur
    envoi = lire_envoi(request.POST, NOMS_DES_LIGNES)
    if not envoi.est_de(acteur.utilisateur.pk):
        return JsonResponse({"raison": "personne"}, status=409)
    try:
        resultat = enregistrer(
            pk,
            nature,
            acteur=acteur,
            revision=envoi.revision,
            brut=envoi.valeurs,
            confirmees=envoi.confirmees,
            ecartees=envoi.ecartees,
        )
    except Declaration.DoesNotExist:
        raise Http404("Cette déclaration n’existe pas.") from None
    except ChampsRefuses as erreur:
        raise PermissionDenied(str(erreur)) from None
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        return JsonResponse({"raison": "moment", "message": str(erreur)}, status=409)
    contenu = _reponse(request, resultat.dossier, nature, resultat)
    return JsonResponse(contenu, status=422 if resultat.erreurs or resultat.conflits else 200)


def _reponse(
    request: Requete, dossier: DossierOuvert, nature: str, resultat: EnregistrementVolet
) -> dict[str, Any]:
    """What the page needs to show where things stand."""

    def historique(chemin: str) -> str:
        return reverse(
            "declarations:historique_champ", args=[dossier.declaration.pk, nature, chemin]
        )

    donnees, moi = volet_de(dossier, nature).donnees, dossier.acteur.utilisateur.pk
    return reponse_d_enregistrement(request, resultat, donnees, moi, historique)


@require_safe
def panneau_seul(request: Requete, pk: int, nature: str) -> HttpResponse:
    """The panel of a volet alone: what its figures come to now, for the page that shows it."""
    dossier = charger(request, pk)
    objet = volet_de(dossier, nature)
    if not dossier.figures_visibles or dossier.version.est_envoyee:
        raise PermissionDenied("Ce volet ne se saisit plus : rechargez la page.")
    exiger_lecture(dossier, nature)
    return render(request, "declarations/partials/panneau.html", panneau(dossier, objet))
