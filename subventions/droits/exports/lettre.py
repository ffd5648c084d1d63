"""A letter of right on paper: a tagged PDF, sealed for the Caf that owes it."""

from datetime import datetime
from decimal import Decimal

from django.template.loader import render_to_string

from portal.socle.cachets.apposition import apposer
from portal.socle.cachets.scelle import Scelle
from portal.socle.formats import euros
from portal.socle.pdf import pdf_de
from subventions.models.lettres import LettreDroit
from subventions.presentation.lettres import adresse, etapes_du_droit
from subventions.services.lettres import motif_du_cachet


def lettre_scellee(lettre: LettreDroit) -> Scelle:
    """The PDF of a letter, sealed now: two calls never give the same bytes, the first is kept.

    Raises CachetImpossible: no certificate in service, list of revocations not in force.
    """
    code = f"caf-{lettre.contenu['dit']['caf']['code']}"
    return apposer(pdf_de(page(lettre)), code, motif_du_cachet(lettre))


def page(lettre: LettreDroit) -> str:
    """The printed page, as HTML: nothing on it but what the letter keeps."""
    dit = lettre.contenu["dit"]
    contexte = {
        "lettre": lettre,
        "dit": dit,
        "le": datetime.fromisoformat(lettre.contenu["le"]),
        "definitif_le": datetime.fromisoformat(dit["definitif_le"]),
        "calcule": euros(Decimal(dit["calcule"])),
        "retenu": euros(Decimal(dit["retenu"])),
        "suspensions": [s | {"le": datetime.fromisoformat(s["le"])} for s in dit["suspensions"]],
        "etapes": etapes_du_droit(dit["estimation"], dit["decision"], Decimal(dit["calcule"])),
        "verification": adresse(lettre),
    }
    return render_to_string("pdf/lettre_droit.html", contexte)
