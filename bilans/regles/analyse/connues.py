"""Columns of what nobody was asked: facts of the file, and which row an answer stands on.

Counted, filtered and crossed as answers are. A fact stands under « fait:themes » – no code of a
question holds a colon –, once for each bilan; the row of a repetition whose rows the definition
names stands under the path of the repetition, once on each of its rows.
"""

from collections.abc import Mapping, Sequence

from bilans.regles.colonnes import Colonne
from bilans.regles.questionnaire import (
    CHOIX_MULTIPLES,
    LISTE,
    THEMES,
    Choix,
    Groupe,
    Place,
    Question,
    Questionnaire,
    Repetition,
)

# Their heading, which no section is called, and what their codes begin with.
FAITS, PREFIXE = ":faits", "fait:"
RUBRIQUE = "rubrique:"


def chemin_de_fait(nom: str) -> str:
    return f"{PREFIXE}{nom}"


def chemin_de_rubrique(code: str) -> str:
    """Where a section stands among the columns, which it groups."""
    return f"{RUBRIQUE}{code}"


def colonne_de_fait(
    nom: str, libelle: str, titre: str, choix: Choix, versions: Sequence[Questionnaire]
) -> Colonne:
    """The column of a fact, under the heading ``titre``: « themes » holds several values."""
    plusieurs = nom == "themes"
    genre = CHOIX_MULTIPLES if plusieurs else "oui_non"
    question = Question(chemin_de_fait(nom), libelle, genre, obligatoire=False, choix=choix)
    place = Place((), question, (Groupe(FAITS, titre),))
    return Colonne(question.code, question, place, tuple(v.reference for v in versions), choix)


def est_un_fait(colonne: Colonne) -> bool:
    return colonne.code.startswith(PREFIXE)


def a_lignes_nommees(repetition: Repetition) -> bool:
    """Tell whether a definition, or the CTG, names the rows: nobody who answered did."""
    return repetition.origine in (LISTE, THEMES)


def colonnes_de_lignes(versions: Sequence[Questionnaire], themes: Choix) -> tuple[Colonne, ...]:
    """For each repetition whose rows are named, outermost only: which row it is.

    ``themes`` are those of the CTG, by their codes. The last version says its heading and labels.
    """
    trouvees: dict[str, tuple[Place, Groupe, list[str]]] = {}
    choix: dict[str, dict[str, str]] = {}
    for version in versions:
        for place in version.places:
            groupe = place.element
            if (
                isinstance(groupe, Groupe)
                and groupe.repetition
                and a_lignes_nommees(groupe.repetition)
                and len(place.repetitions) == 1
            ):
                references = trouvees[groupe.code][2] if groupe.code in trouvees else []
                trouvees[groupe.code] = (place, groupe, [*references, version.reference])
                siens = groupe.repetition.liste or themes
                choix[groupe.code] = {**dict(siens), **_retires(choix.get(groupe.code, {}), siens)}
    return tuple(
        _colonne_de_ligne(place, groupe, tuple(references), tuple(choix[groupe.code].items()))
        for place, groupe, references in trouvees.values()
    )


def _retires(avant: Mapping[str, str], apres: Choix) -> dict[str, str]:
    return {code: libelle for code, libelle in avant.items() if code not in dict(apres)}


def _colonne_de_ligne(
    place: Place, groupe: Groupe, versions: tuple[str, ...], choix: Choix
) -> Colonne:
    singulier = groupe.repetition.singulier if groupe.repetition else ""
    nom = singulier or groupe.titre or groupe.code
    question = Question("", f"{nom[:1].upper()}{nom[1:]}", "choix", choix=choix)
    return Colonne(
        "", question, Place(place.rang, question, (*place.dans, groupe)), versions, choix
    )
