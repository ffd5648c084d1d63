"""Questionnaires and their versions: what is asked, by whom, and what is being prepared."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bilans.edition.forms.questionnaires import ArchivageForm
from bilans.edition.presentation.catalogue import catalogue, fiche
from bilans.edition.services.creation import completer as ouvrir_le_complement
from bilans.edition.services.creation import ouvrir_une_version
from bilans.edition.services.cycle import abandonner, archiver, remettre_en_service
from bilans.edition.services.publication import conditions_perimees
from bilans.edition.views.chargement import (
    VersionOuverte,
    charger_questionnaire,
    est_administre,
    exiger_administre,
    exiger_lecteur,
    sur_un_brouillon,
)
from bilans.models import Questionnaire
from habilitations.models import Fonction
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, agir, envoye, interdire, mener
from portal.socle.formulaires import ConfirmationForm
from portal.socle.refus import ActionRefusee


@require_safe
def questionnaires(request: Requete) -> HttpResponse:
    acteur = exiger_lecteur(request)
    contexte = {"catalogue": catalogue(acteur), "peut_creer": acteur.est_national}
    return render(request, "bilans/edition/questionnaires.html", contexte)


@require_safe
def questionnaire(request: Requete, pk: int) -> HttpResponse:
    trouve = charger_questionnaire(request, pk)
    acteur = request.acteur
    administre = est_administre(acteur, trouve)
    contexte = {
        "questionnaire": trouve,
        "fiche": fiche(trouve, acteur, administre=administre),
        "administre": administre,
        "perimees": conditions_perimees(trouve) if administre else (),
    }
    return render(request, "bilans/edition/questionnaire.html", contexte)


@require_POST
def nouvelle_version(request: Requete, pk: int) -> HttpResponse:
    trouve = charger_questionnaire(request, pk)
    exiger_administre(request, trouve)
    try:
        version = ouvrir_une_version(pk, acteur=request.acteur)
    except ActionRefusee as refus:
        interdire(refus.refus)
        messages.warning(request, str(refus))
        return redirect("bilans:questionnaire", pk=pk)
    messages.success(request, "Le brouillon est ouvert : il part de la dernière version.")
    return redirect("bilans:version", pk=version.pk)


@require_POST
def completer(request: Requete, pk: int) -> HttpResponse:
    """Open the sections that one's Caf adds to a national questionnaire."""
    trouve = charger_questionnaire(request, pk)
    if trouve.caf_id is not None:
        raise Http404
    cafs = sorted(request.acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,)))
    if not cafs:
        raise PermissionDenied("Les gestionnaires conseil d’une Caf complètent un questionnaire.")
    demandee = request.POST.get("caf", "")
    caf = int(demandee) if demandee.isdecimal() and len(demandee) < 10 else cafs[0]
    try:
        version = ouvrir_le_complement(pk, caf_id=caf, acteur=request.acteur)
    except Questionnaire.DoesNotExist:
        raise Http404 from None
    except ActionRefusee as refus:
        interdire(refus.refus)
        messages.warning(request, str(refus))
        return redirect("bilans:questionnaire", pk=pk)
    return redirect("bilans:version", pk=version.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def archivage(request: Requete, pk: int) -> HttpResponse:
    trouve = charger_questionnaire(request, pk)
    exiger_administre(request, trouve)
    annonce = Annonce(
        titre="Archiver ce questionnaire",
        texte="Aucun bilan ne s’ouvrira plus sur ce questionnaire. Ceux qui sont ouverts restent "
        "à remplir et se lisent toujours.",
        libelle="Archiver",
        succes="Le questionnaire est archivé.",
        sujet=trouve.titre,
        **_retour(trouve),
    )
    return mener(request, ArchivageForm(envoye(request)), partial(archiver, pk), annonce)


@require_POST
def remise_en_service(request: Requete, pk: int) -> HttpResponse:
    trouve = charger_questionnaire(request, pk)
    exiger_administre(request, trouve)
    return agir(
        request,
        partial(remettre_en_service, pk),
        succes="Le questionnaire est de nouveau en service.",
        retour=reverse("bilans:questionnaire", args=[pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def abandon(request: Requete, ouverte: VersionOuverte) -> HttpResponse:
    version = ouverte.version
    annonce = Annonce(
        titre="Abandonner ce brouillon",
        texte="Le brouillon disparaît, avec tout ce qui y a été composé. Les versions publiées ne "
        "changent pas.",
        cout="Exportez-le d’abord si vous voulez en garder une copie.",
        libelle="Abandonner le brouillon",
        succes="Le brouillon est abandonné.",
        danger=True,
        sujet=version.questionnaire.titre,
        retour=reverse("bilans:questionnaires"),
        abandon=ouverte.adresse,
        annuler="Garder le brouillon",
        fil=(("Questionnaires", reverse("bilans:questionnaires")), (str(version), ouverte.adresse)),
    )
    return mener(
        request, ConfirmationForm(envoye(request)), partial(abandonner, version.pk), annonce
    )


def _retour(questionnaire: Questionnaire) -> dict[str, Any]:
    adresse = reverse("bilans:questionnaire", args=[questionnaire.pk])
    return {
        "retour": adresse,
        "fil": (
            ("Questionnaires", reverse("bilans:questionnaires")),
            (questionnaire.titre, adresse),
        ),
    }
