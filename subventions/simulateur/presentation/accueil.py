"""What may be simulated, as one chooses it."""

from dataclasses import dataclass
from datetime import date

from habilitations.regles.exercices import exercice_du, libelle_exercice
from subventions.regles.parametres import DISPOSITIFS, parametre
from subventions.services.baremes import bareme_applicable

RESUMES = {
    "cct": "Des postes, leur temps de travail et leurs dépenses.",
    "diagnostic": "La dépense d’un diagnostic de territoire.",
    "clas": "Des collectifs, leurs bonus et les charges du projet.",
    "er": "Des heures de rencontres, d’entretiens et d’organisation, et les charges.",
}


@dataclass(frozen=True)
class Choix:
    """A dispositif; ``manquants`` are the national values without which there is no amount."""

    code: str
    libelle: str
    resume: str
    exercice: str
    manquants: tuple[str, ...]


def choix_publics(jour: date) -> list[Choix]:
    """Every dispositif with what its national barème lacks today; one query each."""
    choix = []
    for code, libelle in DISPOSITIFS.items():
        annee = exercice_du(code, jour)
        manquants = bareme_applicable(code, annee).manquants(code)
        noms = tuple(p.libelle for c in manquants if (p := parametre(code, c)))
        choix.append(Choix(code, libelle, RESUMES[code], libelle_exercice(code, annee), noms))
    return choix
