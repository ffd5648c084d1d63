"""Keeping what was written beside the anomalies: what can be is kept, the rest is shown again."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from declarations.forms.justifications import (
    JustificationForm,
    explications,
    lire_justifications,
    prefixe,
)
from declarations.presentation.echanges import titre_constat
from declarations.presentation.justifications import JustificationPerdue, justification_perdue
from declarations.regles.etats import Action
from declarations.regles.grille import VOLETS
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.justifications import BilanJustifications, justifier_ecarts
from declarations.views.chargement import charger
from declarations.views.controles import a_justifier_ici, afficher
from habilitations.requetes import Requete
from portal.socle.refus import ActionRefusee, DemandeInvalide

JOINDRE = "joindre:"


@require_POST
def justifier(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    if not any(dossier.a_le_role(Action.JUSTIFIER, v) for v in VOLETS):
        raise PermissionDenied("Les écarts sont justifiés par ceux qui ont saisi les données.")
    if request.POST.get("personne", "") not in ("", str(dossier.acteur.utilisateur.pk)):
        return render(request, "erreurs/autre_personne.html", status=409)
    parties = lire_justifications(request.POST)
    try:
        bilan = justifier_ecarts(pk, explications(parties), acteur=dossier.acteur)
    except ActionRefusee as erreur:
        raise PermissionDenied(str(erreur)) from None
    _annoncer(request, bilan)
    refusees = _refusees(parties, bilan)
    if refusees:
        return _afficher_reste(request, charger(request, pk), refusees, bilan)
    return redirect(_suite(request, pk, bilan))


def _annoncer(request: Requete, bilan: BilanJustifications) -> None:
    combien = len(bilan.enregistrees)
    if combien == 1:
        messages.success(request, "Votre justification est enregistrée.")
    elif combien:
        messages.success(request, f"{combien} justifications sont enregistrées.")
    if bilan.a_confirmer:
        messages.warning(
            request,
            "Des chiffres ont changé pendant que vous écriviez : les explications concernées sont "
            "gardées, et restent à confirmer.",
        )


def _refusees(
    parties: Sequence[JustificationForm], bilan: BilanJustifications
) -> list[JustificationForm]:
    """The parts that could not be kept, each with its errors."""
    for partie in parties:
        for refus in bilan.refusees.get(partie.cle, ()):
            partie.refuser(str(refus), refus.champ)
    return [p for p in parties if p.errors]


def _afficher_reste(
    request: Requete,
    dossier: DossierOuvert,
    refusees: Sequence[JustificationForm],
    bilan: BilanJustifications,
) -> HttpResponse:
    ici = {s.constat.cle for s in a_justifier_ici(dossier)}
    return afficher(
        request,
        dossier,
        redites={p.cle: p for p in refusees if p.cle in ici},
        perdues=[_perdue(dossier, p, bilan) for p in refusees if p.cle not in ici],
        status=422,
    )


def _perdue(
    dossier: DossierOuvert, partie: JustificationForm, bilan: BilanJustifications
) -> JustificationPerdue:
    return justification_perdue(
        titre_constat(partie.cle, dossier.contenu.lignes),
        prefixe(partie.cle),
        partie["motif"].value() or "",
        partie["texte"].value() or "",
        bilan.refusees.get(partie.cle)
        or [DemandeInvalide("cle", str(m)) for e in partie.errors.values() for m in e],
    )


def _suite(request: Requete, pk: int, bilan: BilanJustifications) -> str:
    """Where the button leads: the last gap justified, or the paper to join to one of them."""
    suite = request.POST.get("suite", "")
    if suite.startswith(JOINDRE):
        adresse = reverse("declarations:joindre_piece", args=[pk])
        return f"{adresse}?{urlencode({'constat': suite.removeprefix(JOINDRE)})}"
    if not bilan.enregistrees:
        messages.info(request, "Il n’y avait rien de nouveau à enregistrer.")
    ancre = f"#{prefixe(bilan.enregistrees[-1])}" if bilan.enregistrees else ""
    return reverse("declarations:controles", args=[pk]) + ancre
