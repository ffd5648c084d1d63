"""The workbook of a volet, filled and brought back: what each cell says, and where it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from declarations.regles.classeur import (
    CODE,
    FIGEES,
    PRESENTATION,
    REPERE,
    LigneDeClasseur,
    Page,
    en_valeur,
)
from portal.saisie.regles.valeurs import Valeur
from portal.socle.classeurs import DEBUTS_DE_FORMULE
from portal.socle.lecture_classeurs import DateLue, FeuilleLue, Feuilles
from portal.socle.rangees import Erreur, Place, Rangee, Remarques, cle_de_titre, rangees

_REPERE = re.compile(r"([0-9]{1,9})/([0-9]{1,4})/([a-z]+)/([0-9]{1,7})")


@dataclass(frozen=True)
class Repere:
    """Which volet a workbook was made from, at which revision."""

    declaration: int
    version: int
    nature: str
    revision: int

    def __str__(self) -> str:
        return f"{self.declaration}/{self.version}/{self.nature}/{self.revision}"


@dataclass
class VoletLu:
    """What a workbook says, by chemin, with the cell of each; and what is to be said of it."""

    valeurs: dict[str, Valeur] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    remarques: Remarques = field(default_factory=Remarques)


def lire_repere(feuilles: Feuilles) -> Repere | None:
    """Where a workbook says it comes from; None when it does not, or not in these words."""
    feuille = feuilles.get(PRESENTATION)
    for ligne in feuille.lignes if feuille else ():
        if len(ligne) > 1 and ligne[0] == REPERE:
            lu = _REPERE.fullmatch(str(ligne[1]).strip())
            return Repere(int(lu[1]), int(lu[2]), lu[3], int(lu[4])) if lu else None
    return None


def lire_volet(feuilles: Feuilles, pages: Sequence[Page]) -> VoletLu:
    """Read the sheets of a volet against what it asks.

    A sheet or a column that misses leaves its fields alone, and is told; so is what is not
    known: a sheet, a column, the code of a line.
    """
    lu = VoletLu()
    connues = {page.titre: page for page in pages}
    for titre, feuille in feuilles.items():
        if titre in connues:
            _lire_page(feuille, connues[titre], lu)
        elif titre != PRESENTATION:
            _avertir(lu, f"la feuille « {titre} » n’est pas de ce volet : elle est laissée.")
    if not connues.keys() & feuilles.keys():
        titres = " ou ".join(f"« {titre} »" for titre in connues)
        lu.remarques.erreurs.append(Erreur(f"Ce classeur n’a pas de feuille {titres}."))
    for titre in feuilles.masquees:
        _avertir(lu, f"la feuille « {titre} » est masquée : elle est laissée.")
    return lu


def _lire_page(feuille: FeuilleLue, page: Page, lu: VoletLu) -> None:
    lignes = {ligne.champ.code: ligne for ligne in page.lignes}
    for titre in _colonnes_inconnues(feuille, page):
        message = (
            f"la colonne « {titre} » n’est pas, ou n’est plus, une ligne de la déclaration : "
            "ajoutez ou renommez cette ligne sur le portail, puis reprenez un nouveau classeur."
        )
        lu.remarques.erreurs.append(Erreur(message, Place(feuille.titre, 1)))
    for rangee in rangees(feuille, (CODE,), lu.remarques, page.colonnes):
        code = str(rangee.cellules[CODE]).strip()
        if code in lignes:
            _lire_ligne(rangee, lignes[code], page, lu)
        elif code:
            rangee.refuser(CODE, f"« {code} » n’est pas une donnée de ce volet.")


def _colonnes_inconnues(feuille: FeuilleLue, page: Page) -> list[str]:
    """Columns between the headings of the lines and their code that no row bears."""
    entete = [str(titre).strip() for titre in feuille.lignes[0]] if feuille.lignes else []
    attendues = {cle_de_titre(titre) for titre in page.colonnes}
    gardees = entete[FIGEES : entete.index(CODE)] if CODE in entete else []
    # Those of the declaration shown beside are told by their dash.
    return [
        titre
        for titre in gardees
        if titre
        and cle_de_titre(titre) not in attendues
        and not any(titre.startswith(f"{nom} – ") for nom in page.colonnes)
    ]


def _lire_ligne(rangee: Rangee, ligne: LigneDeClasseur, page: Page, lu: VoletLu) -> None:
    for titre, place in zip(page.colonnes, ligne.places, strict=True):
        if titre not in rangee.rangs:
            continue
        texte = _texte(rangee, titre, ligne)
        if place is None:
            if texte:
                rangee.refuser(titre, "cette donnée n’est pas demandée ici : videz la case.")
        elif texte is not None:
            lu.valeurs[place.chemin] = en_valeur(ligne.champ, texte)
            lu.places[place.chemin] = rangee.place(titre)


def _texte(rangee: Rangee, titre: str, ligne: LigneDeClasseur) -> str | None:
    """The text of a cell, None when it cannot be taken, which is then told."""
    brute = rangee.cellules[titre]
    if ligne.champ.type == "date" and isinstance(brute, DateLue):
        return str(brute)
    deja = len(rangee.remarques.erreurs)
    texte = rangee.texte(titre)
    if len(rangee.remarques.erreurs) > deja:
        return None
    # An apostrophe that the export had put before what looks like a formula.
    protege = texte.startswith("'") and texte[1:].startswith(DEBUTS_DE_FORMULE)
    return texte[1:].removesuffix("'") if protege else texte


def _avertir(lu: VoletLu, message: str) -> None:
    lu.remarques.avertissements.append(Erreur(message))
