"""Points of a draft in French, each with the page where it is mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from bilans.edition.regles.arbre import libelle_de
from bilans.edition.regles.publication import Point, Souci
from bilans.messages import en_phrase
from bilans.models import VersionQuestionnaire
from bilans.presentation.questions import GENRES, LIGNES_CONNUES
from bilans.regles.questionnaire import Questionnaire
from habilitations.models import Dispositif
from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import date_fr

PHRASES: Mapping[Souci, str] = {
    Souci.INATTEIGNABLE: "Jamais affiché : quoi que l’on réponde, sa condition ne tient pas.",
    Souci.SANS_QUESTION: "Cette rubrique ne contient aucune question.",
    Souci.SANS_TITRE: "Cette rubrique n’a pas de titre.",
    Souci.PARTAGE_INCONNU: "Le chiffre « {} » n’est pas de ceux que la déclaration partage.",
    Souci.PARTAGE_AUTRE_TYPE: "Dans la déclaration, ce chiffre est d’un autre type : {}.",
    Souci.PARTAGE_AUTRES_LIGNES: "Dans la déclaration, ce chiffre est demandé {}.",
    Souci.SANS_CADRE: "Le cadre manque : qui répond, sur quoi, pour quels exercices, quand.",
    Souci.AUTRE_SUJET: "Le sujet n’est plus celui des versions publiées ({}).",
    Souci.DATE_PASSEE: "La date de début est passée : choisissez aujourd’hui ou plus tard.",
    Souci.AVANT_UNE_AUTRE: "Une autre version vaut déjà à partir du {} : choisissez cette date ou "
    "une plus tardive.",
    Souci.EXERCICES_COMMUNS: "La version {} est demandée pour les mêmes exercices, à partir de "
    "{} : les bilans déjà ouverts y restent, ceux qui s’ouvriront prendront celle-ci.",
    Souci.REPONDANTS_CHANGES: "Ceux qui répondent ou qui transmettent ne sont plus les mêmes.",
    Souci.CITEE_PAR_UNE_CAF: "La {} a ajouté « {} », dont la condition regarde ce que cette "
    "version change : elle ne tiendra plus. Prévenez-la.",
    Souci.RIEN_NE_CHANGE: "Rien ne change depuis la dernière version publiée.",
}


@dataclass(frozen=True)
class PointDit:
    """One point: where, what, and the page where it is mended ("" when it is this one)."""

    code: str
    nom: str
    message: str
    adresse: str
    bloque: bool


def dire_les_points(
    points: Iterable[Point], version: VersionQuestionnaire, definition: Questionnaire
) -> tuple[PointDit, ...]:
    return tuple(_dire(point, version, definition) for point in points)


def _dire(point: Point, version: VersionQuestionnaire, definition: Questionnaire) -> PointDit:
    place = definition.par_code.get(point.code)
    nom = libelle_de(place.element) if place else ""
    return PointDit(
        point.code, nom, _phrase(point, definition), _adresse(point, version), point.bloque
    )


def _phrase(point: Point, definition: Questionnaire) -> str:
    if point.anomalie is not None:
        return en_phrase(point.anomalie)
    return PHRASES[point.souci].format(*_sujets(point, definition))


def _sujets(point: Point, definition: Questionnaire) -> list[str]:
    match point.souci:
        case Souci.PARTAGE_AUTRE_TYPE:
            return [GENRES[point.sujet].lower()]
        case Souci.PARTAGE_AUTRES_LIGNES:
            ligne = LIGNES_CONNUES.get(point.sujet, "")
            return [f"pour chaque {ligne}" if ligne else "une seule fois"]
        case Souci.AUTRE_SUJET:
            return [dict(Dispositif.choices).get(point.sujet, "une commune")]
        case Souci.CITEE_PAR_UNE_CAF:
            caf, _, nom = point.sujet.partition(":")
            return [caf, nom]
        case Souci.AVANT_UNE_AUTRE:
            return [date_fr(date.fromisoformat(point.sujet))]
        case Souci.EXERCICES_COMMUNS:
            version, _, annee = point.sujet.rpartition(":")
            dispositif = definition.cadre.dispositif if definition.cadre else ""
            return [version, libelle_exercice(dispositif, int(annee))]
    return [point.sujet]


def _adresse(point: Point, version: VersionQuestionnaire) -> str:
    if point.propriete == "cadre":
        return reverse("bilans:cadre_version", args=[version.pk])
    if not point.code:
        return ""
    if point.propriete in ("condition", "contrainte"):
        nom = "bilans:condition_element"
        return reverse(nom, args=[version.pk, point.code, point.propriete])
    return reverse("bilans:element", args=[version.pk, point.code])
