"""Where a field is: the page of its volet, the page of its row, its anchor."""

from collections.abc import Sequence

from django.urls import reverse

from declarations.regles.grille import LigneGrille
from portal.socle.composants import id_de

# Rows shown at once: an ER of forty lieux would be a page of a thousand fields.
LIGNES_PAR_PAGE = 6


def adresse_du_champ(
    declaration_id: int,
    volet: str,
    chemin: str = "",
    ligne: LigneGrille | None = None,
    lignes: Sequence[LigneGrille] = (),
) -> str:
    """Link to a field on the page that shows it, or to the volet without a ``chemin``.

    ``ligne`` is its row, one of ``lignes``, in the order of the form.
    """
    adresse = reverse("declarations:volet", args=[declaration_id, volet])
    if not chemin:
        return adresse
    rang = [li.cle for li in lignes].index(ligne.cle) if ligne else 0
    numero = f"?page={rang // LIGNES_PAR_PAGE + 1}" if rang >= LIGNES_PAR_PAGE else ""
    return f"{adresse}{numero}#{id_de(chemin)}"
