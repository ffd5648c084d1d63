"""Questionnaires that ship with the portal, each version once and for all.

The files ``<code>-<version>.toml`` of this folder are the only definition. One in force is never
edited: a change is a new version, and a bilan begun keeps its own.
"""

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from bilans.definitions import lire
from bilans.regles.cadre import Cadre
from bilans.regles.questionnaire import Questionnaire
from portal.saisie.definitions.fautes import DefinitionInvalide, Faute

__all__ = [
    "QuestionnaireInconnu",
    "livres",
    "questionnaire_par_reference",
    "questionnaire_pour",
]

DOSSIER = Path(__file__).parent


class QuestionnaireInconnu(LookupError):
    """No questionnaire of this reference, or none in force for this exercice."""


@lru_cache
def _versions(dossier: Path) -> dict[str, tuple[Questionnaire, Cadre]]:
    tous = {chemin.stem: _lire(chemin) for chemin in sorted(dossier.glob("*.toml"))}
    par_debut = sorted(tous.values(), key=lambda v: (v[0].code, v[1].debut, v[0].version))
    for (avant, son_cadre), (apres, le_sien) in pairwise(par_debut):
        if avant.code == apres.code and (son_cadre.fin is None or son_cadre.fin >= le_sien.debut):
            raise _refus(apres, "cadre.debut", f"exercices communs avec {avant.reference}")
    return tous


def livres(dossier: Path = DOSSIER) -> dict[str, Questionnaire]:
    """Every questionnaire of the folder by reference: « bilan_clas-1 ».

    Raises DefinitionInvalide when a file defines none, when it is misnamed, or when two versions
    of a questionnaire are asked for the same exercice.
    """
    return {
        reference: questionnaire for reference, (questionnaire, _) in _versions(dossier).items()
    }


def questionnaire_par_reference(reference: str) -> Questionnaire:
    """Return the version written on a bilan, whether or not a later one replaces it.

    Raises QuestionnaireInconnu.
    """
    try:
        return _versions(DOSSIER)[reference][0]
    except KeyError:
        raise QuestionnaireInconnu(f"Le questionnaire {reference} n’existe pas.") from None


def questionnaire_pour(code: str, annee: int) -> Questionnaire:
    """Return the version asked for the exercice that begins in this year.

    Raises QuestionnaireInconnu.
    """
    for questionnaire, cadre in _versions(DOSSIER).values():
        if questionnaire.code == code and cadre.couvre(annee):
            return questionnaire
    raise QuestionnaireInconnu(f"Aucun questionnaire {code} ne vaut pour l’exercice {annee}.")


def _lire(chemin: Path) -> tuple[Questionnaire, Cadre]:
    questionnaire = lire(chemin.read_text(encoding="utf-8"), chemin.name)
    if chemin.stem != questionnaire.reference:
        raise DefinitionInvalide(
            Faute(chemin.name, "version", "le fichier se nomme <code>-<version>.toml")
        )
    if questionnaire.cadre is None:
        raise _refus(questionnaire, "cadre", "clé manquante")
    return questionnaire, questionnaire.cadre


def _refus(questionnaire: Questionnaire, chemin: str, message: str) -> DefinitionInvalide:
    return DefinitionInvalide(Faute(f"{questionnaire.reference}.toml", chemin, message))
