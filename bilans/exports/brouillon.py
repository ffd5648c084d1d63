"""A bilan being filled, on paper, to be read again before it is sent: each page says what it is."""

from bilans.presentation.lecture import Lecture
from bilans.presentation.pieces import fichiers_de
from bilans.presentation.reperes import faits, personnes
from bilans.regles.etats import CHEZ_LE_PARTENAIRE
from bilans.services.bilan_ouvert import BilanOuvert
from portal.socle.pdf import rendre_pdf


def brouillon_pdf(dossier: BilanOuvert) -> bytes:
    """What is answered today, as a tagged PDF; no hash, never kept.

    ValueError for a bilan that the Caf holds: its receipt is what one prints.
    """
    if dossier.bilan.etat not in CHEZ_LE_PARTENAIRE:
        raise ValueError("Un bilan transmis s’imprime par son récépissé.")
    contexte = {
        "bilan": dossier.bilan,
        "faits": [*faits(dossier), *personnes(dossier)],
        "sections": list(Lecture(dossier.questionnaire, dossier.etat).sections()),
        "manquants": len(dossier.etat.manquants),
        "fichiers": list(fichiers_de(dossier)),
        "imprime_le": dossier.maintenant,
    }
    return rendre_pdf("pdf/brouillon_bilan.html", contexte)


def nom_du_brouillon(dossier: BilanOuvert) -> str:
    """Name under which the draft is saved: « brouillon-BILAN-CLAS-2025-000042.pdf »."""
    return f"brouillon-{dossier.bilan.reference}.pdf"
