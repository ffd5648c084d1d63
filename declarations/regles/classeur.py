"""The workbook of a volet: one line per field, one column per row of the declaration.

What it is written from and what it is read with: the two can never differ. Pure: no spreadsheet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from declarations.regles.grille import ChampGrille, EmplacementGrille, LigneGrille
from portal.saisie.regles.valeurs import Valeur

RUBRIQUE, DONNEE, ATTENDUE, CODE = "Rubrique", "Donnée", "Réponse attendue", "Code"
# What stands before the columns to fill.
FIGEES = 3
PRESENTATION = "À lire"
REPERE = "Repère (ne pas modifier)"
# The only column of what is asked once.
REPONSE = "Réponse"
SEPARATEUR = " ; "
OUI_NON = (("oui", "oui"), ("non", "non"))


@dataclass(frozen=True)
class LigneDeClasseur:
    """One field: its heading, and its place under each column, None where it is not asked."""

    rubrique: str
    champ: ChampGrille
    places: tuple[EmplacementGrille | None, ...]


@dataclass(frozen=True)
class Page:
    """One sheet: the headings of its columns to fill, and its fields in order.

    ``par_ligne`` when it has one column per row of the declaration, not a single one.
    """

    titre: str
    colonnes: tuple[str, ...]
    lignes: tuple[LigneDeClasseur, ...]
    par_ligne: bool = False


def a_des_lignes(feuilles: Iterable[Page]) -> bool:
    """Tell whether something is asked of each row of the declaration."""
    return any(page.par_ligne for page in feuilles)


def pages(
    places: Iterable[EmplacementGrille], lignes: Sequence[LigneGrille], titres: tuple[str, str]
) -> list[Page]:
    """Lay the fields of a volet on sheets: those of each row, then those asked once.

    ``titres`` are those of the two sheets; a sheet without field is left out.
    """
    par_ligne: dict[tuple[str, str], dict[str, EmplacementGrille]] = {}
    une_fois: list[EmplacementGrille] = []
    for place in places:
        if place.ligne is None:
            une_fois.append(place)
        else:
            rang = par_ligne.setdefault((place.section.code, place.champ.code), {})
            rang[place.ligne.cle] = place
    faites = []
    if par_ligne:
        rangs = tuple(_ligne(rang, lignes) for rang in par_ligne.values())
        faites.append(Page(titres[0], tuple(noms_de_colonnes(lignes)), rangs, par_ligne=True))
    if une_fois:
        rangs = tuple(LigneDeClasseur(p.section.titre, p.champ, (p,)) for p in une_fois)
        faites.append(Page(titres[1], (REPONSE,), rangs))
    return faites


def _ligne(rang: Mapping[str, EmplacementGrille], lignes: Sequence[LigneGrille]) -> LigneDeClasseur:
    modele = next(iter(rang.values()))
    siennes = tuple(rang.get(ligne.cle) for ligne in lignes)
    return LigneDeClasseur(modele.section.titre, modele.champ, siennes)


def noms_de_colonnes(lignes: Sequence[LigneGrille]) -> Iterator[str]:
    """The label of each row, told from one that bears the same by its rank: « Poste 1 (2) »."""
    vus: dict[str, int] = {}
    for ligne in lignes:
        nom = ligne.libelle
        vus[nom.casefold()] = vus.get(nom.casefold(), 0) + 1
        yield f"{nom} ({vus[nom.casefold()]})" if vus[nom.casefold()] > 1 else nom


def libelles_de(champ: ChampGrille) -> dict[str, str]:
    """What people choose from, by code; empty when they write."""
    return dict(OUI_NON if champ.type == "oui_non" else champ.options)


def en_cellule(champ: ChampGrille, valeur: Valeur) -> str:
    """A kept value in words: labels rather than codes; numbers are the exporter's."""
    libelles = libelles_de(champ)
    codes = [valeur] if isinstance(valeur, str) else valeur
    return SEPARATEUR.join(libelles.get(code, code) for code in codes)


def en_valeur(champ: ChampGrille, texte: str) -> Valeur:
    """What a cell says, as a form would send it: codes rather than labels.

    A word that is no choice is returned as it is: receiving it refuses it, in its own words.
    """
    libelles = libelles_de(champ)
    if not libelles:
        return texte
    codes = {mot.casefold(): code for code, mot in libelles.items()}
    if champ.type != "choix_multiples":
        return codes.get(texte.strip().casefold(), texte)
    mots = [mot.strip() for mot in texte.replace("\n", ";").split(";")]
    return [codes.get(mot.casefold(), mot) for mot in mots if mot]
