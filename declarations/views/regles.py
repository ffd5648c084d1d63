"""The rules of the calendar that a Caf has of its own, kept by its gestionnaires conseil."""

from dataclasses import asdict
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from declarations.forms.regles import RegleCafForm, RetourAuNationalForm
from declarations.models import RegleCalendrier
from declarations.presentation.calendrier import ligne_de_regle
from declarations.presentation.regles import effets, regles_des_cafs
from declarations.services.regles_caf import (
    QUI,
    cafs_tenues,
    dates_de,
    regler,
    revenir_au_national,
)
from habilitations.models import Caf
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, envoye, mener

_LISTE = "declarations:regles_caf"


@require_safe
def regles(request: Requete) -> HttpResponse:
    """The national rules and those of one's Cafs, with the dates that each gives this year."""
    annee = request.acteur.jour.year
    lignes = regles_des_cafs(_cafs(request), annee)
    contexte = {
        "lignes": lignes,
        "annee": annee,
        "avec_caf": len({ligne.caf.pk for ligne in lignes}) > 1,
    }
    return render(request, "declarations/regles_caf.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def regle(request: Requete, caf: str, pk: int) -> HttpResponse:
    """The days of one rule at one’s Caf, in place of the national ones."""
    tenue = Caf.objects.filter(code=caf, pk__in=_cafs(request)).first()
    nationale = RegleCalendrier.objects.filter(pk=pk, caf=None).first()
    if tenue is None or nationale is None:
        raise Http404("Cette règle n’existe pas, ou elle est d’une autre Caf.")
    propre = RegleCalendrier.objects.filter(
        caf=tenue,
        dispositif=nationale.dispositif,
        nature=nationale.nature,
        numero=nationale.numero,
    ).first()
    annonce = Annonce(
        titre="Donner ses propres dates à la Caf",
        texte=" ".join(effets(nationale, tenue.pk)),
        libelle="Enregistrer ces dates",
        succes="Ces dates vaudront pour les fenêtres à venir.",
        sujet=_sujet(request, propre or nationale, tenue),
        retour=reverse(_LISTE),
        fil=(("Calendrier", reverse("declarations:calendrier")), ("Règles", reverse(_LISTE))),
    )
    depart = asdict(dates_de(propre or nationale)) | {"source": propre.source if propre else ""}
    formulaire = RegleCafForm(envoye(request), initial=depart)
    return mener(request, formulaire, partial(regler, pk, tenue.pk), annonce)


@require_http_methods(["GET", "HEAD", "POST"])
def retrait(request: Requete, pk: int) -> HttpResponse:
    """Giving up one’s own days: the national ones come back."""
    siennes = RegleCalendrier.objects.filter(caf__in=_cafs(request)).select_related("caf")
    propre = siennes.filter(pk=pk).first()
    if propre is None or propre.caf is None:
        raise Http404("Cette règle n’existe pas, ou elle est d’une autre Caf.")
    annonce = Annonce(
        titre="Revenir aux dates nationales",
        texte="Les fenêtres à créer reprendront les dates nationales ; celles en place gardent "
        "les leurs.",
        libelle="Revenir aux dates nationales",
        succes="Les dates nationales vaudront pour les fenêtres à venir.",
        sujet=_sujet(request, propre, propre.caf),
        retour=reverse(_LISTE),
        fil=(("Calendrier", reverse("declarations:calendrier")), ("Règles", reverse(_LISTE))),
    )
    formulaire = RetourAuNationalForm(envoye(request))
    return mener(request, formulaire, partial(revenir_au_national, pk), annonce)


def _cafs(request: Requete) -> frozenset[int]:
    """The Cafs whose rules this person keeps: 403 for who keeps none."""
    if not cafs_tenues(request.acteur):
        raise PermissionDenied(QUI)
    return cafs_tenues(request.acteur)


def _sujet(request: Requete, regle: RegleCalendrier, caf: Caf) -> str:
    libelle = ligne_de_regle(regle, request.acteur.jour.year).libelle
    return f"{libelle} – {regle.get_dispositif_display()}, {caf}"
