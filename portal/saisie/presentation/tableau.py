"""Rows to fill shown as a table: what is asked of each row, at a glance, to be typed or pasted.

The same groups as the form (``formulaire.Groupe``) are laid as rows × fields, or fields × rows
where more is asked than there are rows: a line of forty fields is read by nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.saisie.presentation.formulaire import Groupe
from portal.socle.composants import ChampSaisie

# One field of a row: the heading that it stands under, and its code.
Question = tuple[str, str]


@dataclass(frozen=True)
class Entete:
    """The heading of a line or of a column: a row to fill (``cle``), or a field asked of rows."""

    titre: str
    unite: str = ""
    aide: str = ""
    facultatif: bool = False
    cle: str = ""
    ancre: str = ""


@dataclass(frozen=True)
class Cellule:
    """One field of one row; without ``champ``, it is not asked of this row."""

    cle: str
    champ: ChampSaisie | None = None


@dataclass(frozen=True)
class LigneDeTableau:
    entete: Entete
    cellules: tuple[Cellule, ...]


@dataclass(frozen=True)
class Partie:
    """Lines, or columns, under one heading; ``etendue`` counts them."""

    titre: str
    etendue: int
    lignes: tuple[LigneDeTableau, ...] = ()


@dataclass(frozen=True)
class Tableau:
    """``parties`` of the columns head them; those of the lines (``corps``) hold the cells.

    ``en_lignes`` when each line is a row to fill.
    """

    en_lignes: bool
    colonnes: tuple[Entete, ...]
    parties: tuple[Partie, ...]
    corps: tuple[Partie, ...]


def en_tableau(groupes: Iterable[Groupe]) -> Tableau | None:
    """Lay the rows among these groups as a table; None when no field is asked of any."""
    rangees = [groupe for groupe in groupes if groupe.cle]
    poses = {groupe.cle: _champs(groupe) for groupe in rangees}
    questions = _questions(poses.values())
    if not questions:
        return None
    parties = _parties(questions)
    entetes = [_entete_de_ligne(groupe) for groupe in rangees]
    if len(rangees) >= len(questions):
        lignes = tuple(
            LigneDeTableau(entete, tuple(_cellule(entete, poses, q) for q in questions))
            for entete in entetes
        )
        colonnes = tuple(_entete_de_champ(q, poses) for q in questions)
        return Tableau(True, colonnes, parties, (Partie("", len(lignes), lignes),))
    corps = tuple(
        replace(
            partie,
            lignes=tuple(
                LigneDeTableau(
                    _entete_de_champ(q, poses), tuple(_cellule(e, poses, q) for e in entetes)
                )
                for q in questions
                if q[0] == partie.titre
            ),
        )
        for partie in parties
    )
    return Tableau(False, tuple(entetes), (), corps)


def _champs(groupe: Groupe) -> dict[Question, ChampSaisie]:
    """Fields of a row by question, each called so as to stand alone: « Enfants – Collectif 3 »."""
    return {
        (bloc.titre, champ.chemin.rpartition(".")[2]): champ
        for bloc in groupe.blocs
        for champ in bloc.champs
    }


def _questions(rangees: Iterable[Mapping[Question, ChampSaisie]]) -> list[Question]:
    """What is asked of any row, in reading order, headings kept together."""
    vues = list(dict.fromkeys(question for rangee in rangees for question in rangee))
    titres = list(dict.fromkeys(titre for titre, _ in vues))
    return sorted(vues, key=lambda question: titres.index(question[0]))


def _parties(questions: Sequence[Question]) -> tuple[Partie, ...]:
    titres = dict.fromkeys(titre for titre, _ in questions)
    return tuple(Partie(t, sum(1 for autre, _ in questions if autre == t)) for t in titres)


def _entete_de_ligne(groupe: Groupe) -> Entete:
    return Entete(groupe.titre, cle=groupe.cle, ancre=groupe.ancre)


def _entete_de_champ(
    question: Question, poses: Mapping[str, Mapping[Question, ChampSaisie]]
) -> Entete:
    champ = next(champs[question] for champs in poses.values() if question in champs)
    return Entete(
        champ.libelle, champ.unite, champ.aide, not champ.obligatoire and champ.signaler_facultatif
    )


def _cellule(
    entete: Entete, poses: Mapping[str, Mapping[Question, ChampSaisie]], question: Question
) -> Cellule:
    champ = poses[entete.cle].get(question)
    if champ is None:
        return Cellule(entete.cle)
    # The help is said once, at the head of the column or of the line.
    seul = replace(champ, libelle=champ.nom or f"{champ.libelle} – {entete.titre}", aide="")
    return Cellule(entete.cle, seul)
