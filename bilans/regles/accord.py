"""Which figures a bilan has in common with its declaration, and at which chemin there (C15)."""

from collections.abc import Iterable, Mapping

from bilans.regles.questionnaire import COLLECTIFS, LIEUX, POSTES, Question, Questionnaire
from portal.saisie.regles.structure import Emplacement, Ligne

# Repetitions whose rows are those of the declaration, under the same keys and the same codes.
COMMUNES = frozenset({COLLECTIFS, POSTES, LIEUX})

Places = Iterable[Emplacement[Question, Ligne]]


def chemins_partages(questionnaire: Questionnaire, places: Places) -> dict[str, str]:
    """Return, for each shared question asked, its chemin in the declaration.

    « collectifs.c1.clas_enfants » → « collectifs.c1.enfants »; asked once, the code alone. A
    question repeated otherwise than the declaration is has no figure in common with it.
    """
    chemins: dict[str, str] = {}
    for place in places:
        partage = place.champ.partage
        if not partage:
            continue
        groupes = questionnaire.par_code[place.champ.code].dans
        origines = [g.repetition.origine for g in groupes if g.repetition]
        if not origines:
            chemins[place.chemin] = partage
        elif len(origines) == 1 and origines[0] in COMMUNES and place.ligne is not None:
            chemins[place.chemin] = f"{origines[0]}.{place.ligne.cle}.{partage}"
    return chemins


def en_declaration(
    partages: Mapping[str, str], reponses: Mapping[str, str | list[str]]
) -> dict[str, str | list[str]]:
    """Return the shared answers by chemin of the declaration, those that are not given left out.

    « Ne sait pas » is no figure.
    """
    return {
        la: reponses[ici] for ici, la in partages.items() if reponses.get(ici) not in (None, "", [])
    }
