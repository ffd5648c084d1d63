"""The results of a selection printed: every heading, its counts and its bars."""

from collections.abc import Callable

from django.template.loader import render_to_string

from bilans.presentation.etudes import analyser
from bilans.services.analyse.comptage import Comptage
from portal.socle.pdf import pdf_de


def rapport_pdf(
    comptage: Comptage,
    faits: list[tuple[str, str]],
    avancer: Callable[[int], None] = lambda faites: None,
) -> bytes:
    """A tagged PDF; ``faits`` say what was chosen. Nothing is shown of too few bilans."""
    rubriques = [] if comptage.trop_peu else comptage.etude.rubriques
    parties = [(rubrique, analyser(comptage, rubrique)) for rubrique in rubriques]
    contexte = {"comptage": comptage, "faits": faits, "parties": parties}
    pdf = pdf_de(render_to_string("pdf/bilans/analyse.html", contexte))
    avancer(comptage.combien)
    return pdf
