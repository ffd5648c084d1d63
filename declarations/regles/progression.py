"""How far the typing of a volet has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from declarations.regles.grille import ACTIVITE, FINANCES, Champ, Emplacement, Grille, Ligne
from declarations.regles.valeurs import est_rempli

# Fields that the grid leaves optional, and that the answer which makes them asked for requires:
# a bonus claimed obliges to describe its project (C13, S).
PROJETS_EXIGES = frozenset({"projet_bonus_enfants", "projet_bonus_parents"})


@dataclass(frozen=True)
class Progression:
    """Required answers given, out of those asked for."""

    faits: int
    total: int


def est_exige(champ: Champ) -> bool:
    """Tell whether a field that is asked for must be filled by the partner."""
    return champ.origine == "saisie" and (champ.obligatoire or champ.code in PROJETS_EXIGES)


def attendus(
    grille: Grille, emplacements: Sequence[Emplacement], donnees: Mapping[str, object]
) -> list[Emplacement]:
    """Fields that must be filled: required ones whose condition holds, given by the partner."""
    return [e for e in emplacements if est_exige(e.champ) and grille.est_demande(e, donnees)]


def progression(
    grille: Grille,
    nature: str,
    lignes: Sequence[Ligne],
    volet: str,
    donnees: Mapping[str, object],
    ligne: str | None = None,
) -> Progression:
    """Count the required answers of a volet, or of one of its rows: as many miss as C01 and C13
    find missing.

    The accounts that may not stay empty count together as one answer, and so does the first row of
    a grid that has none.
    """
    tous = list(grille.emplacements(nature, lignes, volet))
    if ligne is not None:
        tous = [e for e in tous if e.ligne and e.ligne.cle == ligne]
    demandes = attendus(grille, tous, donnees)
    donnes = [est_rempli(donnees.get(e.chemin)) for e in demandes]
    if ligne is None and volet == FINANCES and grille.au_moins_un:
        remplies = {c: v for c, v in donnees.items() if est_rempli(v)}
        donnes.append(not grille.groupes_vides(tous, remplies))
    if ligne is None and volet == ACTIVITE and not lignes:
        donnes.append(False)
    return Progression(sum(donnes), len(donnes))
