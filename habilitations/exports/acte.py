"""An acte d'habilitation on paper: a tagged PDF, sealed for the Caf that granted the rights."""

from django.template.loader import render_to_string

from habilitations.models import ActeHabilitation
from habilitations.presentation.actes import lire_acte
from habilitations.services.actes import motif_du_cachet
from habilitations.services.papiers import adresse_de_verification
from portal.socle.cachets.apposition import apposer
from portal.socle.cachets.scelle import Scelle
from portal.socle.pdf import pdf_de


def acte_scelle(acte: ActeHabilitation) -> Scelle:
    """The PDF of an act, sealed now: two calls never give the same bytes, the first one is kept.

    Raises CachetImpossible: no certificate in service, list of revocations not in force.
    """
    return apposer(pdf_de(page(acte)), f"caf-{acte.contenu['caf']['code']}", motif_du_cachet(acte))


def page(acte: ActeHabilitation) -> str:
    """The printed page, as HTML."""
    contexte = {"acte": acte, "lu": lire_acte(acte), "verification": adresse(acte)}
    return render_to_string("pdf/acte_habilitation.html", contexte)


def adresse(acte: ActeHabilitation) -> str:
    """Absolute address of the public page that tells whether this act is genuine."""
    return adresse_de_verification(acte.reference, acte.empreinte)
