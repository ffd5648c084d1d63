"""The reminder steps of a Caf, kept by whoever keeps its annuaire."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.annuaire.views.perimetre import Perimetre, perimetre
from habilitations.requetes import Requete
from portal.relances.regles.etapes import JOURS_MAX, libelle_etape
from portal.relances.services.etapes import etapes_de, regler_etape
from portal.socle.actes import Annonce, envoye, mener
from portal.socle.formulaires import Acte, ConfirmationForm

ACTE = require_http_methods(["GET", "HEAD", "POST"])


class EtapeForm(Acte):
    """Days counted from the deadline."""

    jours = forms.IntegerField(
        label="Jours à compter de l’échéance",
        min_value=-JOURS_MAX,
        max_value=JOURS_MAX,
        help_text="-15 pour quinze jours avant, 1 pour le lendemain.",
        error_messages={
            "required": "Indiquez un nombre de jours.",
            "invalid": "Écrivez un nombre entier de jours.",
        },
        # No ``inputmode``: the figures of a telephone offer no minus sign.
        widget=forms.TextInput,
    )


@require_safe
def etapes(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    contexte = {"perimetre": vu, "etapes": etapes_de(vu.caf.pk)}
    return render(request, "relances/etapes.html", contexte)


@ACTE
def ajouter(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    annonce = _annoncer(
        vu,
        titre="Ajouter une étape de relance",
        texte="Ce jour-là, qui n’a pas fini sa part reçoit un courriel.",
        libelle="Ajouter",
        succes="L’étape est ajoutée.",
    )
    service = partial(regler_etape, vu.caf.pk, active=True)
    return mener(request, EtapeForm(envoye(request)), service, annonce)


@ACTE
def regler(request: Requete, sens: str, jours: int) -> HttpResponse:
    """Stop a step of this Caf, or have it again; ``sens`` is the side of the deadline."""
    vu, signe = perimetre(request), -1 if sens == "avant" else 1
    etape = next((e for e in etapes_de(vu.caf.pk) if e.jours == signe * jours), None)
    if etape is None:
        raise Http404("Cette étape n’existe pas.")
    nom = libelle_etape(etape.jours)
    mots = (
        {
            "titre": f"Arrêter l’étape {nom}",
            "texte": "Plus aucun courriel ne part à cette étape pour votre Caf.",
            "libelle": "Arrêter",
            "succes": f"L’étape {nom} est arrêtée.",
        }
        if etape.active
        else {
            "titre": f"Reprendre l’étape {nom}",
            "texte": "Des courriels partent de nouveau à cette étape pour votre Caf.",
            "libelle": "Reprendre",
            "succes": f"L’étape {nom} est reprise.",
        }
    )
    service = partial(regler_etape, vu.caf.pk, jours=etape.jours, active=not etape.active)
    return mener(request, ConfirmationForm(envoye(request)), service, _annoncer(vu, **mots))


def _annoncer(vu: Perimetre, **mots: Any) -> Annonce:
    retour = f"{reverse('relances:etapes')}?caf={vu.caf.pk}"
    return Annonce(
        retour=retour,
        sujet=vu.caf.nom,
        fil=(("Étapes de relance", retour),),
        **mots,
    )
