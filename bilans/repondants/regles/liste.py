"""The list of those who are to answer, pasted from a spreadsheet: read line by line.

Pure. One line: SIRET, commune, address, first name, name, themes of the CTG (optional), parted by
tabs or semicolons. Every mistake is told with its line; nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from stdnum.fr import siret as stdnum_siret

from bilans.regles.faits import THEMES_CTG
from portal.socle.francais import compter
from portal.socle.invisibles import sans_invisibles

COLONNES = ("SIRET", "Commune", "Adresse électronique", "Prénom", "Nom", "Thèmes")
OBLIGATOIRES = 5
LIGNES_MAX = 2000

_COURRIEL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]{2,}")
_EN_PUISSANCE = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")


@dataclass(frozen=True)
class LigneListe:
    """One commune and who answers for it. ``themes`` are codes; none when the line names none."""

    numero: int
    siret: str
    commune: str
    courriel: str
    prenom: str
    nom: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FauteListe:
    """What is wrong with a line, numbered from 1."""

    numero: int
    message: str


@dataclass
class Liste:
    """What was read: the lines that stand, and what is wrong with the others."""

    lignes: list[LigneListe] = field(default_factory=list)
    fautes: list[FauteListe] = field(default_factory=list)


def lire_liste(texte: str) -> Liste:
    """Read what was pasted; a line of headings and empty lines are passed over."""
    liste = Liste()
    vus: dict[str, int] = {}
    remplies = [(n, ligne) for n, ligne in enumerate(texte.splitlines(), 1) if ligne.strip()]
    if len(remplies) > LIGNES_MAX:
        liste.fautes.append(FauteListe(0, f"Plus de {LIGNES_MAX} lignes : faites-en plusieurs."))
        return liste
    for numero, brute in remplies:
        cases = _cases(brute)
        if cases[0].casefold().startswith("siret"):
            continue
        fautes = [*_fautes(cases)]
        lue = None if fautes else _ligne(numero, cases)
        if lue and lue.siret in vus:
            fautes = [f"ce SIRET est déjà à la ligne {vus[lue.siret]}"]
        if fautes or lue is None:
            liste.fautes += [FauteListe(numero, faute) for faute in fautes]
        else:
            vus[lue.siret] = numero
            liste.lignes.append(lue)
    return liste


def _cases(ligne: str) -> list[str]:
    separateur = "\t" if "\t" in ligne else ";"
    return [" ".join(case.split()) for case in sans_invisibles(ligne).split(separateur)]


def _fautes(cases: list[str]) -> Iterator[str]:
    if len(cases) < OBLIGATOIRES:
        dit = compter(len(cases), "colonne")
        yield f"{dit} au lieu de {OBLIGATOIRES} : {', '.join(COLONNES[:5])}"
        return
    siret, commune, courriel, prenom, nom = cases[:OBLIGATOIRES]
    yield from _faute_siret(siret)
    if not commune:
        yield "le nom de la commune manque"
    if not _COURRIEL.fullmatch(courriel):
        yield f"l’adresse électronique « {courriel} » n’est pas valide"
    if not prenom or not nom:
        yield "le prénom ou le nom de la personne manque"
    inconnus = [t for t in _themes(cases) if t not in THEMES_CTG]
    if inconnus:
        connus = ", ".join(THEMES_CTG)
        yield f"thème inconnu « {inconnus[0]} » : les thèmes sont {connus}"


def _faute_siret(siret: str) -> Iterator[str]:
    """A spreadsheet turns a SIRET into a power of ten, or takes its first zero away: said as is."""
    chiffres = siret.replace(" ", "")
    if _EN_PUISSANCE.fullmatch(chiffres):
        yield f"le SIRET « {siret} » a été changé par le tableur : mettez la colonne en texte"
    elif not (chiffres.isascii() and chiffres.isdigit()):
        yield f"le SIRET « {siret} » n’est pas un nombre de 14 chiffres"
    elif not stdnum_siret.is_valid(chiffres.zfill(14)):
        yield f"le SIRET « {siret} » n’est pas valide"


def _ligne(numero: int, cases: list[str]) -> LigneListe:
    siret, commune, courriel, prenom, nom = cases[:OBLIGATOIRES]
    chiffres = siret.replace(" ", "").zfill(14)
    themes = tuple(dict.fromkeys(_themes(cases)))
    return LigneListe(numero, chiffres, commune, courriel.lower(), prenom, nom, themes)


def _themes(cases: list[str]) -> list[str]:
    ecrits = cases[OBLIGATOIRES] if len(cases) > OBLIGATOIRES else ""
    return [t.strip().casefold().replace(" ", "_") for t in re.split(r"[,/|]", ecrits) if t.strip()]
