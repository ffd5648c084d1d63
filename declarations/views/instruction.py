"""What the adviser does with a file: take it in charge, ask, validate, reopen, close."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from declarations.forms.actes import (
    AssistanceForm,
    ConfirmationForm,
    CorrectionForm,
    DerogationForm,
    MotifForm,
    ReouvertureForm,
)
from declarations.regles.etats import ACTES, Action
from declarations.services import assistance, derogations
from declarations.services import instruction as services
from declarations.views.chargement import Page, agir, charger, exiger_role
from portal.socle.formulaires import Acte
from portal.socle.refus import DemandeInvalide


@require_POST
def prendre_en_charge(request: HttpRequest, pk: int) -> HttpResponse:
    page = charger(request, pk)
    exiger_role(page, Action.PRENDRE_EN_CHARGE)
    return agir(
        request, pk, services.prendre_en_charge, succes="Vous instruisez cette déclaration."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def valider(request: HttpRequest, pk: int) -> HttpResponse:
    return _acte(
        request,
        pk,
        Action.VALIDER,
        services.valider,
        ConfirmationForm,
        texte="Le montant calculé sur ces données devient celui qui compte. Une erreur se "
        "corrige ensuite par une déclaration rectificative.",
        libelle="Valider",
        succes="La déclaration est validée.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    page = charger(request, pk)
    emplacements = [e for e in page.emplacements.values() if e.champ.origine == "saisie"]
    return _acte(
        request,
        pk,
        Action.DEMANDER_CORRECTION,
        services.demander_correction,
        CorrectionForm,
        texte="Le partenaire ne pourra modifier que ce que vous désignez ; seules les "
        "signatures concernées tombent. La version transmise reste consultable.",
        libelle="Demander la correction",
        succes="La correction est demandée au partenaire.",
        page=page,
        jour=page.acteur.jour,
        emplacements=emplacements,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rectificative(request: HttpRequest, pk: int) -> HttpResponse:
    return _acte(
        request,
        pk,
        Action.RECTIFIER,
        services.ouvrir_rectificative,
        ReouvertureForm,
        texte="Une nouvelle version s’ouvre chez le partenaire. Celle qui est validée compte "
        "jusqu’à la validation de la nouvelle.",
        libelle="Ouvrir la rectificative",
        succes="La déclaration rectificative est ouverte chez le partenaire.",
        jour=request.acteur.jour,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sans_objet(request: HttpRequest, pk: int) -> HttpResponse:
    return _acte(
        request,
        pk,
        Action.DECLARER_SANS_OBJET,
        services.declarer_sans_objet,
        MotifForm,
        texte="À employer quand la déclaration a été appelée à tort ou que l’équipement a "
        "fermé. Le partenaire lira votre motif.",
        libelle="Déclarer sans objet",
        succes="La déclaration est sans objet.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retablissement(request: HttpRequest, pk: int) -> HttpResponse:
    return _acte(
        request,
        pk,
        Action.RETABLIR,
        services.retablir,
        MotifForm,
        texte="La déclaration retrouve l’état qu’elle avait, avec toutes ses données.",
        libelle="Rétablir",
        succes="La déclaration est rétablie.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def derogation(request: HttpRequest, pk: int) -> HttpResponse:
    return _acte(
        request,
        pk,
        Action.ACCORDER_DEROGATION,
        derogations.accorder_derogation,
        DerogationForm,
        texte="La saisie et la transmission redeviennent possibles pour cette seule "
        "déclaration. Votre motif figure au dossier.",
        libelle="Accorder la dérogation",
        succes="La dérogation est accordée.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assister(request: HttpRequest, pk: int) -> HttpResponse:
    return _acte(
        request,
        pk,
        Action.ASSISTER,
        assistance.assister,
        AssistanceForm,
        texte="Vous pourrez saisir et signer les deux volets. Votre nom figurera au dossier, "
        "dans la chronologie et sur le récépissé. L’approbation reste au partenaire.",
        libelle="Commencer la saisie",
        succes="Vous saisissez pour le partenaire.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rendre(request: HttpRequest, pk: int) -> HttpResponse:
    return _acte(
        request,
        pk,
        Action.CESSER_ASSISTER,
        assistance.rendre,
        ConfirmationForm,
        texte="Ce que vous avez saisi est gardé ; le partenaire poursuit.",
        libelle="Rendre la saisie",
        succes="La saisie est rendue au partenaire.",
    )


def _acte(
    request: HttpRequest,
    pk: int,
    action: str,
    service: Callable[..., Any],
    classe: type[Acte],
    *,
    texte: str,
    libelle: str,
    succes: str,
    page: Page | None = None,
    **arguments: Any,
) -> HttpResponse:
    """Show the form of an act, or carry it out; DemandeInvalide goes beside its field."""
    page = page or charger(request, pk)
    exiger_role(page, action)
    formulaire = classe(request.POST if request.method == "POST" else None, **arguments)
    if request.method == "POST" and formulaire.is_valid():
        try:
            return agir(request, pk, service, succes=succes, **formulaire.cleaned_data)
        except DemandeInvalide as erreur:
            formulaire.refuser(str(erreur), erreur.champ)
    contexte = {
        "page": page,
        "declaration": page.declaration,
        "formulaire": formulaire,
        "titre": ACTES[action].libelle,
        "texte": texte,
        "libelle": libelle,
        "refus": ACTES.refus(action, page.situation, page.acteurs),
        "retour": reverse("declarations:dossier", args=[pk]),
    }
    statut = 422 if formulaire.is_bound else 200
    return render(request, "declarations/acte.html", contexte, status=statut)
