"""One row of a table read into values: each mistake in words, each doubt as a remark. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from habilitations.annuaire.regles.rubriques import (
    CHOIX,
    COURRIEL,
    DATE,
    EQUIPEMENT,
    EQUIPEMENTS,
    MARQUE_NUMERO,
    NUMERO,
    SEPARATEUR,
    SIRET,
    TELEPHONE,
    TEXTE,
    TOUS,
    FeuilleAnnuaire,
    Rubrique,
)
from habilitations.regles.siret import SiretIllisible, lire_siret
from portal.socle.classeurs import DEBUTS_DE_FORMULE
from portal.socle.formats import citer
from portal.socle.francais import mots
from portal.socle.invisibles import sans_invisibles

AN_MIN, AN_MAX = 1900, 2100
_JOUR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?")
_JOUR_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_COURRIEL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")
_NUMERO = re.compile(r"(?:n[°o]\s*)?(\d{1,9})")
_DESIGNE = re.compile(rf"{MARQUE_NUMERO}\s*(\d{{1,9}})\b.*", re.DOTALL)
ZERO_DU_TELEPHONE = "Le tableur avait retiré le zéro de tête du téléphone : il est remis ({})."

# What designates an équipement: its number, or its name.
Designation = int | str
Valeur = str | date | int | tuple[Designation, ...] | None


@dataclass(frozen=True)
class LigneLue:
    """A row: its sheet, its number as spreadsheets count, its values by code of column.

    A column that the file does not have is absent; an empty cell is None, or an empty text.
    """

    feuille: str
    numero: int
    valeurs: Mapping[str, Valeur]
    erreurs: tuple[str, ...] = ()
    remarques: tuple[str, ...] = ()


class Illisible(ValueError):
    """A cell that does not hold what its column asks for; the message says what to write."""


def nettoyer(texte: str) -> str:
    """A text as it is kept and compared: single spaces, without the apostrophe that our exports
    put before what a spreadsheet would take for a formula."""
    propre = " ".join(sans_invisibles(texte).split())
    if propre.startswith("'") and propre[1:].startswith(DEBUTS_DE_FORMULE):
        return propre[1:]
    return propre


def lire_ligne(feuille: FeuilleAnnuaire, numero: int, textes: Mapping[str, str]) -> LigneLue:
    """Read the cells of a row, by code of column; nothing is looked for elsewhere."""
    valeurs: dict[str, Valeur] = {}
    erreurs: list[str] = []
    remarques: list[str] = []
    for rubrique in feuille.rubriques:
        if rubrique.code not in textes:
            continue
        texte = nettoyer(textes[rubrique.code])
        if not texte and rubrique.obligatoire:
            erreurs.append(f"{rubrique.titre} : cette colonne est à remplir.")
            continue
        try:
            valeurs[rubrique.code] = (
                lire_cellule(rubrique, texte, remarques) if texte else _vide(rubrique)
            )
        except Illisible as illisible:
            erreurs.append(f"{rubrique.titre} : {illisible}")
    return LigneLue(feuille.code, numero, valeurs, tuple(erreurs), tuple(remarques))


def lire_cellule(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    """The value of a cell that is not empty. Raises Illisible."""
    if len(texte) > rubrique.longueur and rubrique.genre not in (SIRET, DATE, NUMERO):
        raise Illisible(f"{len(texte)} caractères, pour {rubrique.longueur} au plus.")
    return _LECTURES[rubrique.genre](rubrique, texte, remarques)


def _vide(rubrique: Rubrique) -> Valeur:
    return "" if rubrique.genre in (TEXTE, CHOIX, TELEPHONE) else None


def _texte(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    return texte


def _siret(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    try:
        siret, remarque = lire_siret(texte)
    except SiretIllisible as illisible:
        raise Illisible(str(illisible)) from None
    if remarque:
        remarques.append(remarque)
    return siret


def _date(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    if trouve := _JOUR.fullmatch(texte):
        jour, mois, an = (int(n) for n in trouve.groups())
    elif trouve := _JOUR_ISO.fullmatch(texte):
        an, mois, jour = (int(n) for n in trouve.groups())
    else:
        raise Illisible(f"{citer(texte)} n’est pas une date : écrivez JJ/MM/AAAA.")
    try:
        lu = date(an, mois, jour)
    except ValueError:
        raise Illisible(f"{citer(texte)} n’existe pas dans le calendrier.") from None
    if not AN_MIN <= an <= AN_MAX:
        raise Illisible(f"l’année {an} n’est pas plausible.")
    return lu


def _choix(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    cherche = mots(texte)
    for code, libelle in (rubrique.choix or {}).items():
        if cherche in (mots(libelle), mots(code)):
            return code
    possibles = ", ".join(citer(libelle) for libelle in (rubrique.choix or {}).values())
    raise Illisible(f"{citer(texte)} n’est pas l’un de ces choix : {possibles}.")


def _numero(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    if trouve := _NUMERO.fullmatch(texte):
        return int(trouve[1])
    raise Illisible(f"{citer(texte)} n’est pas un numéro d’export.")


def _courriel(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    adresse = texte.lower()
    if not _COURRIEL.fullmatch(adresse) or ".." in adresse:
        raise Illisible(f"{citer(texte)} n’est pas une adresse électronique complète.")
    return adresse


def _telephone(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    chiffres = "".join(texte.split())
    if chiffres.isascii() and chiffres.isdigit() and len(chiffres) == 9 and chiffres[0] != "0":
        remarques.append(ZERO_DU_TELEPHONE.format(f"0{chiffres}"))
        return f"0{chiffres}"
    if not re.fullmatch(r"[0-9+(). /-]{4,}", texte):
        raise Illisible(f"{citer(texte)} n’est pas un numéro de téléphone.")
    return texte


def designer(texte: str) -> Designation:
    """« n° 12 – Le Lac » designates by its number, « Le Lac » by its name."""
    trouve = _DESIGNE.fullmatch(texte)
    return int(trouve[1]) if trouve else texte


def _equipement(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    return (designer(texte),)


def _equipements(rubrique: Rubrique, texte: str, remarques: list[str]) -> Valeur:
    """None stands for all of them."""
    if mots(texte) in (mots(TOUS), "tous les equipements"):
        return None
    dits = [nettoyer(morceau) for morceau in texte.split(SEPARATEUR)]
    return tuple(designer(dit) for dit in dits if dit)


_LECTURES: Mapping[str, Callable[[Rubrique, str, list[str]], Valeur]] = {
    TEXTE: _texte,
    SIRET: _siret,
    DATE: _date,
    CHOIX: _choix,
    NUMERO: _numero,
    COURRIEL: _courriel,
    TELEPHONE: _telephone,
    EQUIPEMENT: _equipement,
    EQUIPEMENTS: _equipements,
}


def en_mot(rubrique: Rubrique, valeur: Any) -> str:
    """A value as the dry run shows it."""
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if rubrique.genre == CHOIX and rubrique.choix:
        return rubrique.choix.get(valeur, str(valeur or ""))
    return "" if valeur is None else str(valeur)
