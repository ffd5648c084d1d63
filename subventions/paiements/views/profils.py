"""Profiles of acomptes: those of one's Cafs, and the decision of a responsable."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.models import Fonction
from habilitations.models.droits import FONCTIONS_EQUIPEMENTS
from habilitations.requetes import Requete
from portal.socle.actes import envoye, mener
from subventions.paiements.forms.profils import ProfilForm
from subventions.paiements.models import ProfilCaf
from subventions.paiements.presentation.profils import (
    NON_DEFINI,
    dispositifs_lus,
    effet_en_mots,
)
from subventions.paiements.services.profils import attribuer as attribuer_profil
from subventions.paiements.services.profils import effet_de
from subventions.paiements.views.cadre import annoncer, cafs_comme, charger_caf

RESPONSABLE = (Fonction.RESPONSABLE_HABILITATIONS,)


@require_safe
def liste(request: Requete) -> HttpResponse:
    acteur = request.acteur
    cafs = cafs_comme(acteur, FONCTIONS_EQUIPEMENTS)
    if not cafs:
        raise PermissionDenied("Les profils d’acomptes se consultent à la Caf.")
    profils = list(ProfilCaf.objects.visibles_par(acteur).select_related("attribue_par"))
    fixe = {caf.pk for caf in cafs_comme(acteur, RESPONSABLE)}
    contexte = {
        "cafs": [(caf, dispositifs_lus(caf, profils, acteur), caf.pk in fixe) for caf in cafs],
        "non_defini": NON_DEFINI,
    }
    return render(request, "paiements/profils.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def attribuer(request: Requete, code: str) -> HttpResponse:
    acteur = request.acteur
    caf = charger_caf(acteur, code, FONCTIONS_EQUIPEMENTS)
    if caf not in cafs_comme(acteur, RESPONSABLE):
        raise PermissionDenied(
            "Seul le responsable des habilitations de la Caf fixe ses profils d’acomptes."
        )
    annonce = annoncer(
        reverse("paiements:profils"),
        caf.nom,
        ("Profils d’acomptes", reverse("paiements:profils")),
        titre="Fixer un profil d’acomptes",
        texte="Il vaut à partir d’un exercice, pour tout un dispositif ; celui d’avant prend fin "
        "l’exercice précédent. Ce qu’il change vous est dit avant d’être enregistré.",
        libelle="Enregistrer",
        succes="Le profil d’acomptes est fixé.",
    )
    formulaire = ProfilForm(
        envoye(request),
        annee=acteur.jour.year,
        avertir=lambda dispositif, profil, debut: effet_en_mots(
            effet_de(caf.pk, dispositif, profil, debut), dispositif, debut
        ),
    )
    return mener(request, formulaire, partial(attribuer_profil, caf.pk), annonce)
