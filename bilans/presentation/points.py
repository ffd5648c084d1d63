"""What is left to do in a section, question by question, with the way to each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from bilans.presentation.fautes import en_francais
from bilans.regles.avancement import section_de
from bilans.regles.cases import Place
from bilans.regles.questionnaire import Groupe
from bilans.services.bilan_ouvert import BilanOuvert
from portal.socle.composants import id_de

# Rows shown at once: a hundred of them would be a page of a thousand fields.
LIGNES_PAR_PAGE = 6


@dataclass(frozen=True)
class Point:
    """A question to look at, and why."""

    libelle: str
    adresse: str
    texte: str = ""


@dataclass(frozen=True)
class Points:
    """What misses, what is to be mended and what is to be confirmed, in reading order."""

    manquants: list[Point]
    fautes: list[Point]
    a_confirmer: list[Point]


def points_de(page: BilanOuvert, section: Groupe) -> Points:
    """Return what is to be looked at in a section."""
    etat = page.etat
    ici = [e for e in etat.emplacements if section_de(page.questionnaire, e) is section]
    manquants = {e.chemin for e in etat.manquants}
    return Points(
        _points(page, section, (e for e in ici if e.chemin in manquants)),
        [
            Point(p.libelle_complet, adresse_de_question(page, section, p), en_francais(p.champ, f))
            for p in ici
            if (f := etat.fautes.get(p.chemin))
        ],
        _points(page, section, (e for e in ici if e.chemin in page.feuille.a_confirmer)),
    )


def adresse_de_question(page: BilanOuvert, section: Groupe, place: Place) -> str:
    """Link to a question: the page of its section that shows its row, at its place."""
    return f"{adresse_de_ligne(page, section, place)}#{id_de(place.chemin)}"


def adresse_de_ligne(page: BilanOuvert, section: Groupe, place: Place) -> str:
    """The page of a section on which a place stands."""
    rang = 0
    if section.repetition and place.lignes:
        cles = [li.cle for li in page.etat.rangees.get(section.code, ())]
        rang = cles.index(place.lignes[0].cle)
    return adresse_de_section(page, section, rang)


def adresse_de_section(page: BilanOuvert, section: Groupe, rang: int = 0) -> str:
    """The page of a section, the one that shows the row of this rank."""
    adresse = reverse("bilans:section", args=[page.bilan.pk, section.code])
    numero = rang // LIGNES_PAR_PAGE + 1
    return f"{adresse}?page={numero}" if numero > 1 else adresse


def _points(page: BilanOuvert, section: Groupe, places: Iterable[Place]) -> list[Point]:
    return [Point(p.libelle_complet, adresse_de_question(page, section, p)) for p in places]
