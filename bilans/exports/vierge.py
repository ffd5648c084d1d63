"""The blank questionnaire as a tagged PDF: what will be asked, before anybody opens it."""

from django.template.loader import render_to_string

from bilans.presentation.vierge import decrire
from bilans.regles.questionnaire import Questionnaire
from portal.socle.pdf_prets import pdf_pret


def vierge_pdf(questionnaire: Questionnaire, annee: int | None = None) -> bytes:
    """The PDF; ``annee`` is the first year of the exercice whose dates are told, if any."""
    contexte = {"vierge": decrire(questionnaire, annee)}
    return pdf_pret(render_to_string("pdf/bilans/vierge.html", contexte))
