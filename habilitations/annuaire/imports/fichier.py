"""A file read into lines of the annuaire: which sheet is which, where its headings are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from habilitations.annuaire.imports.lecture import LigneLue, lire_ligne
from habilitations.annuaire.regles.rubriques import FEUILLES, FeuilleAnnuaire, Rubrique
from portal.socle.formats import citer
from portal.socle.francais import mots
from portal.socle.lecture_classeurs import CelluleRefusee, DateLue, FeuilleLue, Feuilles, en_texte

# Headings stand in one of the first lines: a title may come before.
ENTETES_MAX = 10
MODE_D_EMPLOI = "mode d emploi"
LIGNES_MAX = 5_000
MASQUEE = "Cette ligne est masquée dans le classeur."


class FichierIllisible(ValueError):
    """The file is no list of the annuaire; the message says why."""


@dataclass
class FichierLu:
    """Lines read, and what is to be said of the file as a whole."""

    lignes: list[LigneLue] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)


def lire_fichier(feuilles: Feuilles) -> FichierLu:
    """Read every sheet known by its title or by its headings. Raises FichierIllisible."""
    lu = FichierLu()
    deja: set[str] = set()
    for titre, feuille in feuilles.items():
        if mots(titre) == MODE_D_EMPLOI or not any(any(map(_plein, r)) for r in feuille.lignes):
            continue
        genre = _genre(titre, feuille)
        if genre is None:
            lu.avertissements.append(f"La feuille {citer(titre)} n’est pas reconnue : ignorée.")
            continue
        if genre.code in deja:
            raise FichierIllisible(f"Deux feuilles de {citer(genre.titre)} : gardez-en une.")
        deja.add(genre.code)
        _lire_feuille(genre, feuille, lu)
    lu.avertissements += [
        f"La feuille {citer(titre)} est masquée : elle n’est pas lue."
        for titre in feuilles.masquees
    ]
    if not deja:
        noms = ", ".join(citer(f.titre) for f in FEUILLES)
        raise FichierIllisible(
            f"Aucune feuille reconnue dans ce fichier : partez du modèle ({noms})."
        )
    if not lu.lignes:
        raise FichierIllisible("Ce fichier ne contient aucune ligne sous ses en-têtes.")
    if len(lu.lignes) > LIGNES_MAX:
        raise FichierIllisible(
            f"Ce fichier compte {len(lu.lignes)} lignes, pour {LIGNES_MAX} au plus : "
            "répartissez-le."
        )
    return lu


def _plein(valeur: object) -> bool:
    return bool(str(valeur).strip())


def _genre(titre: str, feuille: FeuilleLue) -> FeuilleAnnuaire | None:
    """By its title, else by headings: all those that are required, of one kind alone."""
    for genre in FEUILLES:
        if mots(titre) in (mots(genre.titre), genre.code):
            return genre
    possibles = [g for g in FEUILLES if _entetes(g, feuille) is not None]
    # The kind whose headings are all there, and that asks for most of them.
    complets = [g for g in possibles if not _manquants(g, _entetes(g, feuille))]
    complets.sort(key=lambda g: -sum(r.obligatoire for r in g.rubriques))
    return complets[0] if complets else None


def _entetes(
    genre: FeuilleAnnuaire, feuille: FeuilleLue
) -> tuple[int, dict[int, Rubrique], list[str]] | None:
    """Row of the headings, columns known by place, headings unknown; None when there are none."""
    noms = {mots(nom): r for r in genre.rubriques for nom in (r.titre, r.code)}
    for rang, ligne in enumerate(feuille.lignes[:ENTETES_MAX]):
        trouvees: dict[int, Rubrique] = {}
        inconnues: list[str] = []
        for place, valeur in enumerate(ligne):
            texte = str(valeur).strip()
            rubrique = noms.get(mots(texte.rstrip(" *")))
            if rubrique and rubrique in trouvees.values():
                raise FichierIllisible(
                    f"Deux colonnes {citer(rubrique.titre)} dans {citer(feuille.titre)} : "
                    "gardez-en une."
                )
            if rubrique:
                trouvees[place] = rubrique
            elif texte:
                inconnues.append(texte)
        if len(trouvees) >= 2:
            return rang, trouvees, inconnues
    return None


def _manquants(
    genre: FeuilleAnnuaire, entetes: tuple[int, dict[int, Rubrique], list[str]] | None
) -> list[str]:
    presentes = set(entetes[1].values()) if entetes else set()
    return [r.titre for r in genre.rubriques if r.obligatoire and r not in presentes]


def _lire_feuille(genre: FeuilleAnnuaire, feuille: FeuilleLue, lu: FichierLu) -> None:
    entetes = _entetes(genre, feuille)
    manquants = _manquants(genre, entetes)
    if entetes is None or manquants:
        dits = ", ".join(citer(titre) for titre in manquants)
        raise FichierIllisible(f"Il manque des colonnes à {citer(feuille.titre)} : {dits}.")
    rang, colonnes, inconnues = entetes
    lu.avertissements += [
        f"La colonne {citer(nom)} de {citer(feuille.titre)} n’est pas reconnue : ignorée."
        for nom in inconnues
    ]
    lu.avertissements += [
        f"La colonne {citer(rubrique.titre)} de {citer(feuille.titre)} est masquée : ses cellules "
        "comptent."
        for place, rubrique in colonnes.items()
        if feuille.colonne_masquee(place + 1)
    ]
    if any(haut > rang + 1 for haut, _, _, _ in feuille.fusions):
        lu.avertissements.append(
            f"Des cellules de {citer(feuille.titre)} sont fusionnées : seule la première porte la "
            "valeur."
        )
    lu.lignes += _lignes(genre, feuille, rang + 1, colonnes)


def _lignes(
    genre: FeuilleAnnuaire, feuille: FeuilleLue, debut: int, colonnes: Mapping[int, Rubrique]
) -> Iterator[LigneLue]:
    for rang, ligne in enumerate(feuille.lignes[debut:], start=debut + 1):
        cellules = {p: ligne[p] for p in colonnes if p < len(ligne)}
        if not any(map(_plein, cellules.values())) and not _en_erreur(feuille, rang, colonnes):
            continue
        textes, erreurs = _textes(feuille, rang, cellules, colonnes)
        lue = lire_ligne(genre, rang, textes)
        remarques = (*lue.remarques, *((MASQUEE,) if rang in feuille.lignes_masquees else ()))
        yield LigneLue(lue.feuille, rang, lue.valeurs, (*erreurs, *lue.erreurs), remarques)


def _en_erreur(feuille: FeuilleLue, rang: int, colonnes: Mapping[int, Rubrique]) -> bool:
    return any((rang, place + 1) in feuille.erreurs for place in colonnes)


def _textes(
    feuille: FeuilleLue,
    rang: int,
    cellules: Mapping[int, object],
    colonnes: Mapping[int, Rubrique],
) -> tuple[dict[str, str], Sequence[str]]:
    """The text of each cell by code of column; cells in error are told, and left out."""
    textes: dict[str, str] = {}
    erreurs: list[str] = []
    for place, rubrique in colonnes.items():
        if erreur := feuille.erreurs.get((rang, place + 1)):
            erreurs.append(f"{rubrique.titre} : la cellule porte l’erreur {erreur}.")
            continue
        if (rang, place + 1) in feuille.sans_resultat:
            erreurs.append(f"{rubrique.titre} : la formule n’a pas de résultat enregistré.")
            continue
        valeur = cellules.get(place, "")
        try:
            textes[rubrique.code] = (
                _date(rubrique, valeur) if isinstance(valeur, DateLue) else en_texte(valeur)  # type: ignore[arg-type]
            )
        except CelluleRefusee as refusee:
            erreurs.append(f"{rubrique.titre} : {refusee}")
    return textes, erreurs


def _date(rubrique: Rubrique, valeur: DateLue) -> str:
    """A date where one is awaited; elsewhere a spreadsheet made one of what looked like it."""
    return str(valeur) if rubrique.genre == "date" else en_texte(valeur)
