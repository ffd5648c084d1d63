"""What a Caf sets of its decisions: from when a second person signs."""

from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.requetes import Requete
from portal.socle import actes
from portal.socle.actes import Annonce, envoye, interdire
from portal.socle.formats import euros
from subventions.droits.forms import SeuilForm
from subventions.droits.services.reglages import refus_de_regler, regler_le_seuil
from subventions.models.reglages import reglages_de


@require_http_methods(["GET", "HEAD", "POST"])
def seuil(request: Requete, code: str) -> HttpResponse:
    """404 outside one's Caf, 403 for who decides there."""
    siennes = {a.caf.code: a.caf for a in request.acteur.affectations if a.caf}
    caf = siennes.get(code)
    if caf is None or caf.pk not in request.acteur.cafs_comme(FONCTIONS_INSTRUCTION):
        raise Http404("Cette Caf n’existe pas, ou vous n’en suivez pas les droits.")
    interdire(refus_de_regler(caf.pk, request.acteur))
    actuel = reglages_de(caf.pk).seuil_decision
    suivi = reverse("droits:file")
    annonce = Annonce(
        retour=suivi,
        sujet=caf.nom,
        fil=(("Droits à suivre", suivi),),
        titre="Régler la deuxième signature",
        texte="Une décision qui écarte le montant retenu du montant calculé de plus que ce seuil "
        f"demande la signature d’un second gestionnaire conseil. Il est de {euros(actuel)} ; aucun "
        "texte ne le fixe. Zéro : toute décision est signée à deux.",
        cout="Les décisions déjà proposées gardent le seuil de leur jour.",
        libelle="Enregistrer ce seuil",
        succes="Le seuil est enregistré.",
    )
    formulaire = SeuilForm(envoye(request), initial={"seuil_decision": actuel})
    return actes.mener(request, formulaire, partial(regler_le_seuil, caf.pk), annonce)
