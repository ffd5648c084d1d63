"""Opening an avenant to an adhesion in force."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from habilitations.adhesions.forms.avenants import AvenantForm
from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.services.avenants import ouvrir_avenant
from habilitations.adhesions.views.acces import CADRE, exiger_responsable
from habilitations.models import Adhesion, Fonction
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, envoye, interdire, montrer
from portal.socle.refus import ActionRefusee, DemandeInvalide


@require_http_methods(["GET", "HEAD", "POST"])
def avenant(request: Requete, adhesion: int) -> HttpResponse:
    """One goes on to the file, where the papers that it needs are told."""
    acteur = exiger_responsable(request)
    cafs = acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS])
    base = Adhesion.objects.filter(caf__in=cafs, pk=adhesion).select_related("gestionnaire").first()
    if base is None:
        raise Http404("Ce partenaire n’existe pas, ou il n’est pas de votre Caf.")
    formulaire = AvenantForm(envoye(request), initial=_representant(base))
    if formulaire.is_bound and formulaire.is_valid():
        try:
            cree = ouvrir_avenant(base.pk, formulaire.avenant, acteur=acteur)
        except DemandeInvalide as invalide:
            formulaire.refuser(str(invalide), invalide.champ)
        except ActionRefusee as refus:
            interdire(refus.refus)
            formulaire.refuser(str(refus))
        else:
            messages.success(request, "L’avenant est ouvert : ses pièces sont dites ci-dessous.")
            return redirect("adhesions:dossier", pk=cree.pk)
    annonce = Annonce(
        titre=f"Ouvrir un avenant : {base.gestionnaire}",
        texte="L’adhésion reste en vigueur. Ce qui change le fera quand les pièces seront signées, "
        "vérifiées, et l’avenant conclu.",
        libelle="Ouvrir l’avenant",
        succes="",
        retour=reverse("habilitations:partenaire", args=[base.pk]),
        cadre=CADRE,
    )
    return montrer(request, formulaire, annonce)


def _representant(base: Adhesion) -> dict[str, str]:
    """The one of the last file that was concluded, when there is one."""
    dernier = (
        DossierAdhesion.objects.filter(adhesion=base, complet_le__isnull=False)
        .order_by("complet_le")
        .last()
    )
    if dernier is None:
        return {}
    return {
        "representant": dernier.representant,
        "qualite": dernier.qualite,
        "courriel": dernier.courriel,
    }
