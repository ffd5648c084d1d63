"""Notes to colleagues of the Caf."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bilans.forms.actes import AnnotationForm
from bilans.regles.cases import libelle_complet
from bilans.services.annotations import annoter as ecrire
from bilans.views.actes import annoncer, mener
from bilans.views.chargement import charger
from habilitations.requetes import Requete
from portal.socle.actes import envoye
from portal.socle.composants import id_de


@require_http_methods(["GET", "HEAD", "POST"])
def annoter(request: Requete, pk: int, chemin: str = "") -> HttpResponse:
    """Write a note on a question, or on the whole bilan without a ``chemin``."""
    dossier = charger(request, pk)
    if not dossier.cote_caf:
        raise PermissionDenied("Les notes sont réservées aux agents de la Caf.")
    if chemin and chemin not in dossier.questions_arretees:
        raise Http404("Cette question n’est pas posée dans ce bilan.")
    sujet = "l’ensemble du bilan"
    if chemin:
        libelle = libelle_complet(dossier.questionnaire, dossier.questions_arretees[chemin])
        sujet = f"la question « {libelle} »"
    annonce = annoncer(
        dossier,
        titre="Écrire une note",
        texte=f"Cette note porte sur {sujet}.",
        libelle="Garder la note",
        succes="Votre note est gardée.",
        retour=f"{reverse('bilans:lecture', args=[pk])}#{id_de(chemin) if chemin else 'notes'}",
    )
    formulaire = AnnotationForm(envoye(request))
    return mener(request, dossier, formulaire, partial(ecrire, pk, chemin=chemin), annonce)
