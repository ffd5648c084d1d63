"""The papers of an adhesion, already filled in from the fiche: tagged PDFs, to be signed."""

from django.template.loader import render_to_string

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.models import FicheAdhesion
from habilitations.adhesions.presentation.papiers import decrire
from portal.socle.pdf_prets import pdf_pret


def papier(fiche: FicheAdhesion, genre: str) -> bytes:
    """The PDF of one kind; it says what the fiche says now, and no date but those typed."""
    contexte = {"papier": decrire(fiche, genres()[genre]), "dossier": fiche.dossier}
    return pdf_pret(render_to_string("pdf/adhesion.html", contexte))
