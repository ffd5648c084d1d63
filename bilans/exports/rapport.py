"""A selection printed: its results, comparisons and crossings, each with its tables."""

from collections.abc import Callable

from django.template.loader import render_to_string

from bilans.presentation.etudes import TERRITOIRES
from bilans.presentation.rapport import (
    EXERCICES,
    RESULTATS,
    Contenu,
    comparaison_de,
    croisement_de,
    resultats_de,
)
from bilans.services.analyse.comptage import Comptage
from portal.socle.pdf import pdf_de


def rapport_pdf(
    comptage: Comptage,
    faits: list[tuple[str, str]],
    contenu: Contenu,
    avancer: Callable[[int], None] = lambda faites: None,
) -> bytes:
    """A tagged PDF; ``faits`` say what was chosen. Nothing is shown of too few bilans."""
    contexte: dict[str, object] = {"comptage": comptage, "faits": faits}
    if not comptage.trop_peu:
        contexte["parties"] = resultats_de(comptage) if RESULTATS in contenu.parties else []
        contexte["comparaisons"] = [
            comparaison_de(comptage, par)
            for par in (EXERCICES, TERRITOIRES)
            if par in contenu.parties
        ]
        contexte["croisements"] = [croisement_de(comptage, c) for c in contenu.croises]
    pdf = pdf_de(render_to_string("pdf/bilans/analyse.html", contexte))
    avancer(comptage.combien)
    return pdf
