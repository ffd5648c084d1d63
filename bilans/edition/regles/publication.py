"""What a draft lacks to be published, and what whoever publishes it should know.

Of the definition alone first (``points_de``), then of the version beside those already published
(``points_de_publication``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bilans.edition.regles.arbre import libelle_de
from bilans.edition.regles.atteinte import inatteignables
from bilans.regles.cadre import Cadre
from bilans.regles.complement import brises, composer, verifier_apres
from bilans.regles.questionnaire import Groupe, Place, Question, Questionnaire
from bilans.regles.verification import Anomalie
from bilans.regles.versions import types_changes


class Souci(StrEnum):
    """Kinds of points; an ANOMALIE says more by its own kind."""

    ANOMALIE = "anomalie"
    INATTEIGNABLE = "inatteignable"
    SANS_QUESTION = "sans_question"
    SANS_TITRE = "sans_titre"
    PARTAGE_INCONNU = "partage_inconnu"
    PARTAGE_AUTRE_TYPE = "partage_autre_type"
    PARTAGE_AUTRES_LIGNES = "partage_autres_lignes"
    SANS_CADRE = "sans_cadre"
    AUTRE_SUJET = "autre_sujet"
    DATE_PASSEE = "date_passee"
    AVANT_UNE_AUTRE = "avant_une_autre"
    EXERCICES_COMMUNS = "exercices_communs"
    REPONDANTS_CHANGES = "repondants_changes"
    RIEN_NE_CHANGE = "rien_ne_change"
    CITEE_PAR_UNE_CAF = "citee_par_une_caf"


# What is said and does not prevent; all the rest does.
AVERTISSENT = frozenset(
    {
        Souci.EXERCICES_COMMUNS,
        Souci.REPONDANTS_CHANGES,
        Souci.RIEN_NE_CHANGE,
        Souci.CITEE_PAR_UNE_CAF,
    }
)


@dataclass(frozen=True)
class Point:
    """One thing to look at: of an element (``code``) and a property, or of the whole ("").

    ``sujet`` is what it is about, ``anomalie`` the mistake when it is one.
    """

    souci: Souci
    code: str = ""
    propriete: str = ""
    sujet: str = ""
    anomalie: Anomalie | None = None

    @property
    def bloque(self) -> bool:
        return self.souci not in AVERTISSENT


@dataclass(frozen=True)
class Chiffre:
    """A figure of the declaration that a question may share: its type, and the rows it is on."""

    type: str
    lignes: str = ""
    libelle: str = ""


@dataclass(frozen=True)
class Publiee:
    """A version already published, and the day from which bilans take it."""

    definition: Questionnaire
    vaut_le: date


def points_de(
    questionnaire: Questionnaire,
    publiees: Sequence[Questionnaire] = (),
    chiffres: Mapping[str, Chiffre] | None = None,
    nationale: Questionnaire | None = None,
) -> tuple[Point, ...]:
    """What is wrong with a definition by itself, in reading order.

    ``chiffres`` are those of the declaration, by code; None when they are not known. ``nationale``
    is what it completes, when a Caf adds it.
    """
    par_place: dict[tuple[int, ...], list[Point]] = {p.rang: [] for p in questionnaire.places}
    for anomalie in (
        *verifier_apres(nationale, questionnaire),
        *types_changes(publiees, questionnaire),
    ):
        code = questionnaire.par_rang[anomalie.rang].element.code
        point = Point(Souci.ANOMALIE, code, anomalie.propriete, anomalie.sujet, anomalie)
        if point not in par_place[anomalie.rang]:
            par_place[anomalie.rang].append(point)
    for place in _jamais_montres(nationale, questionnaire):
        par_place[place.rang].append(Point(Souci.INATTEIGNABLE, place.element.code, "condition"))
    for place in questionnaire.places:
        par_place[place.rang] += _de_la_place(place, chiffres)
    return tuple(point for points in par_place.values() for point in points)


def points_de_publication(
    questionnaire: Questionnaire,
    publiees: Sequence[Publiee],
    vaut_le: date,
    jour: date,
    *,
    complement: bool = False,
) -> tuple[Point, ...]:
    """What is wrong, or to know, with publishing a definition from a day, asked on another.

    ``complement`` for the sections of a Caf: what stands around is said by the national version.
    """
    points = [] if complement else list(_du_cadre(questionnaire.cadre, publiees))
    if vaut_le < jour:
        points.append(Point(Souci.DATE_PASSEE))
    suivante = max((p.vaut_le for p in publiees), default=None)
    if suivante is not None and vaut_le < suivante:
        points.append(Point(Souci.AVANT_UNE_AUTRE, sujet=suivante.isoformat()))
    if publiees and _sans_version(publiees[-1].definition) == _sans_version(questionnaire):
        points.append(Point(Souci.RIEN_NE_CHANGE))
    return tuple(points)


def points_des_cafs(
    avant: Questionnaire | None, apres: Questionnaire, ajouts: Mapping[str, Questionnaire]
) -> tuple[Point, ...]:
    """What Cafs added and that leans on what a national version changes; ``ajouts`` by Caf."""
    return tuple(
        Point(Souci.CITEE_PAR_UNE_CAF, sujet=f"{caf}:{libelle_de(ajout.par_code[code].element)}")
        for caf, ajout in ajouts.items()
        for code in brises(avant, apres, ajout)
    )


def _jamais_montres(nationale: Questionnaire | None, questionnaire: Questionnaire) -> list[Place]:
    """Places of a definition that nobody would ever see, whatever the national answers."""
    if nationale is None:
        return list(inatteignables(questionnaire))
    debut = len(nationale.sections)
    return [
        questionnaire.par_rang[(place.rang[0] - debut, *place.rang[1:])]
        for place in inatteignables(composer(nationale, questionnaire))
        if place.rang[0] >= debut
    ]


def _de_la_place(place: Place, chiffres: Mapping[str, Chiffre] | None) -> Iterator[Point]:
    element = place.element
    if isinstance(element, Groupe):
        if not element.titre.strip() and len(place.rang) == 1:
            yield Point(Souci.SANS_TITRE, element.code, "titre")
        if not any(isinstance(e, Question) for e in _feuilles(element)):
            yield Point(Souci.SANS_QUESTION, element.code, "elements")
    elif element.partage and chiffres is not None:
        yield from _du_partage(place, element, chiffres)


def _du_partage(
    place: Place, question: Question, chiffres: Mapping[str, Chiffre]
) -> Iterator[Point]:
    """A shared figure is one of the declaration, of the same type, on the same rows (C15)."""
    chiffre = chiffres.get(question.partage)
    origines = [g.repetition.origine for g in place.dans if g.repetition]
    if chiffre is None:
        yield Point(Souci.PARTAGE_INCONNU, question.code, "partage", question.partage)
    elif chiffre.type != question.type:
        yield Point(Souci.PARTAGE_AUTRE_TYPE, question.code, "partage", chiffre.type)
    elif origines != ([chiffre.lignes] if chiffre.lignes else []):
        yield Point(Souci.PARTAGE_AUTRES_LIGNES, question.code, "partage", chiffre.lignes)


def _du_cadre(cadre: Cadre | None, publiees: Sequence[Publiee]) -> Iterator[Point]:
    if cadre is None:
        yield Point(Souci.SANS_CADRE, propriete="cadre")
        return
    anciens = [(p.definition.version, p.definition.cadre) for p in publiees if p.definition.cadre]
    for _, ancien in anciens[-1:]:
        if (ancien.sujet, ancien.dispositif) != (cadre.sujet, cadre.dispositif):
            yield Point(Souci.AUTRE_SUJET, propriete="cadre", sujet=ancien.dispositif)
        elif (ancien.remplit, ancien.envoie) != (cadre.remplit, cadre.envoie):
            yield Point(Souci.REPONDANTS_CHANGES, propriete="cadre")
    for version, ancien in anciens:
        if _se_recouvrent(cadre, ancien):
            debut = max(cadre.debut, ancien.debut)
            yield Point(Souci.EXERCICES_COMMUNS, propriete="cadre", sujet=f"{version}:{debut}")


def _se_recouvrent(un: Cadre, autre: Cadre) -> bool:
    """An open version gives way to the next one: only exercices that both begin with count."""
    if autre.fin is None and un.debut > autre.debut:
        return False
    fin_un = un.fin if un.fin is not None else max(un.debut, autre.fin or autre.debut)
    fin_autre = autre.fin if autre.fin is not None else max(un.debut, autre.debut)
    return un.debut <= fin_autre and autre.debut <= fin_un


def _feuilles(groupe: Groupe) -> Iterator[object]:
    for element in groupe.elements:
        if isinstance(element, Groupe):
            yield from _feuilles(element)
        else:
            yield element


def _sans_version(questionnaire: Questionnaire) -> tuple[object, ...]:
    return questionnaire.titre, questionnaire.sections, questionnaire.cadre
