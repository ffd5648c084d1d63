"""Where a question is: the page of its section that shows its row, at its place."""

from collections.abc import Sequence

from django.urls import reverse

from bilans.regles.cases import Place
from bilans.regles.questionnaire import Groupe
from portal.saisie.regles.structure import Ligne
from portal.socle.composants import id_de

# Rows shown at once: a hundred of them would be a page of a thousand fields.
LIGNES_PAR_PAGE = 6


def adresse_de_section(bilan_id: int, section: Groupe, rang: int = 0) -> str:
    """The page of a section, the one that shows the row of this rank."""
    adresse = reverse("bilans:section", args=[bilan_id, section.code])
    numero = rang // LIGNES_PAR_PAGE + 1
    return f"{adresse}?page={numero}" if numero > 1 else adresse


def adresse_du_champ(bilan_id: int, section: Groupe, place: Place, rangees: Sequence[Ligne]) -> str:
    """Link to a question on the page of its section; ``rangees`` are the rows of the section."""
    cles = [ligne.cle for ligne in rangees] if section.repetition else []
    dehors = place.lignes[0].cle if place.lignes else ""
    rang = cles.index(dehors) if dehors in cles else 0
    return f"{adresse_de_section(bilan_id, section, rang)}#{id_de(place.chemin)}"


def adresse_de_la_reponse(bilan_id: int, chemin: str) -> str:
    """Link to a question, named by its path, among the answers that the Caf reads."""
    return f"{reverse('bilans:lecture', args=[bilan_id])}#{id_de(chemin)}"
