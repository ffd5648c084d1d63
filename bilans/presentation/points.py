"""What is left to do in a section, question by question, with the way to each."""

from collections.abc import Iterable
from dataclasses import dataclass

from bilans.adresses import adresse_du_champ
from bilans.presentation.fautes import en_francais
from bilans.regles.avancement import section_de
from bilans.regles.cases import Place
from bilans.regles.questionnaire import Groupe
from bilans.services.bilan_ouvert import BilanOuvert


@dataclass(frozen=True)
class Point:
    """A question to look at, and why."""

    libelle: str
    adresse: str
    texte: str = ""


@dataclass(frozen=True)
class Points:
    """What misses, is to be mended, confirmed, or completed for the Caf, in reading order."""

    manquants: list[Point]
    fautes: list[Point]
    a_confirmer: list[Point]
    a_completer: list[Point]


def points_de(dossier: BilanOuvert, section: Groupe) -> Points:
    """Return what is to be looked at in a section."""
    etat = dossier.etat
    ici = [e for e in etat.emplacements if section_de(dossier.questionnaire, e) is section]
    manquants = {e.chemin for e in etat.manquants}
    return Points(
        _points(dossier, section, (e for e in ici if e.chemin in manquants)),
        [
            Point(
                p.libelle_complet, adresse_de_question(dossier, section, p), en_francais(p.champ, f)
            )
            for p in ici
            if (f := etat.fautes.get(p.chemin))
        ],
        _points(dossier, section, (e for e in ici if e.chemin in dossier.feuille.a_confirmer)),
        _points(dossier, section, (e for e in ici if e.chemin in dossier.a_completer)),
    )


def adresse_de_question(dossier: BilanOuvert, section: Groupe, place: Place) -> str:
    """Link to a question: the page of its section that shows its row, at its place."""
    rangees = dossier.etat.rangees.get(section.code, ())
    return adresse_du_champ(dossier.bilan.pk, section, place, rangees)


def _points(dossier: BilanOuvert, section: Groupe, places: Iterable[Place]) -> list[Point]:
    return [Point(p.libelle_complet, adresse_de_question(dossier, section, p)) for p in places]
