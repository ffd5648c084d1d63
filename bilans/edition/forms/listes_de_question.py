"""The lists that go with a question – choices, rows and columns of tables – and back."""

from typing import Any

from bilans.edition.forms.listes import Liste, Rangee
from bilans.edition.regles.types import proprietes_de
from bilans.presentation.questions import GENRES
from bilans.regles.questionnaire import SCORE, Colonne, Question
from bilans.regles.verification.elements import TYPES_DE_CASE


def listes_de(question: Question) -> tuple[Liste, ...]:
    """The lists that go with the type of a question."""
    siennes = proprietes_de(question.type)
    listes = []
    if "choix" in siennes:
        choix = tuple(
            Rangee(code, libelle, seul=code in question.exclusifs)
            for code, libelle in question.choix
        )
        seuls = "exclusifs" in siennes
        aide = "« Seul » : ce choix ne va avec aucun autre, comme « Aucun »." if seuls else ""
        listes.append(Liste("choix", "Choix proposés", "choix", choix, seuls=seuls, aide=aide))
    if "rangees" in siennes:
        rangees = tuple(Rangee(code, libelle) for code, libelle in question.rangees)
        listes.append(Liste("rangees", "Lignes du tableau", "ligne", rangees))
    if "colonnes" in siennes:
        colonnes = tuple(Rangee(c.code, c.libelle, c.type) for c in question.colonnes)
        genres = [] if question.type == SCORE else sorted(TYPES_DE_CASE, key=list(GENRES).index)
        types = tuple((genre, GENRES[genre]) for genre in genres)
        listes.append(Liste("colonnes", "Colonnes", "colonne", colonnes, types))
    return tuple(listes)


def proprietes_des_listes(listes: tuple[Liste, ...], question: Question) -> dict[str, Any]:
    """Properties of a question that its lists say."""
    lues: dict[str, Any] = {}
    for liste in listes:
        codees = liste.codees()
        if liste.nom == "colonnes":
            defaut = SCORE if question.type == SCORE else "entier"
            permis = {genre for genre, _ in liste.types}
            lues["colonnes"] = tuple(
                Colonne(r.code, r.libelle, r.type if r.type in permis else defaut) for r in codees
            )
        else:
            lues[liste.nom] = tuple((r.code, r.libelle) for r in codees)
        if liste.seuls:
            lues["exclusifs"] = tuple(r.code for r in codees if r.seul)
    return lues
