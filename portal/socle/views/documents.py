"""Handing out a document, once the application that owns it has said who reads it."""

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from portal.socle.documents import est_intact, servir
from portal.socle.models import Document

log = structlog.get_logger(__name__)


def delivrer(request: HttpRequest, document: Document, retour: str) -> HttpResponseBase:
    """The file as it was received: one that was altered or lost is not handed out for it."""
    if est_intact(document):
        return servir(document)
    log.error("integrite.document_altere", document=document.pk, chemin=document.chemin)
    messages.error(
        request,
        f"Le fichier « {document.nom} » n’est plus celui qui a été déposé : il n’est pas délivré. "
        "Signalez-le : l’exploitant du portail peut le retrouver dans une sauvegarde.",
    )
    return redirect(retour)
