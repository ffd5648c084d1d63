"""How far the typing of a volet has come."""

from collections.abc import Mapping, Sequence

from declarations.regles.grille import (
    ACTIVITE,
    FINANCES,
    ChampGrille,
    EmplacementGrille,
    Grille,
    LigneGrille,
)
from portal.saisie.regles import progression as saisie
from portal.saisie.regles.progression import Progression
from portal.saisie.regles.valeurs import est_rempli

# Fields that the grid leaves optional, and that the answer which makes them asked for requires:
# a bonus claimed obliges to describe its project (C13, S).
PROJETS_EXIGES = frozenset({"projet_bonus_enfants", "projet_bonus_parents"})


def est_exige(champ: ChampGrille) -> bool:
    """Tell whether a field that is asked for must be filled by the partner."""
    return champ.est_saisi and (champ.obligatoire or champ.code in PROJETS_EXIGES)


def attendus(
    grille: Grille, emplacements: Sequence[EmplacementGrille], donnees: Mapping[str, object]
) -> list[EmplacementGrille]:
    """Fields that must be filled: required ones whose condition holds, given by the partner, that
    nothing on their row spares."""
    return [
        e
        for e in emplacements
        if est_exige(e.champ)
        and grille.est_demande(e, donnees)
        and not (e.champ.dispense and grille.est_dispense(e, donnees))
    ]


def progression(
    grille: Grille,
    nature: str,
    lignes: Sequence[LigneGrille],
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
    autres = []
    if ligne is None and volet == FINANCES and grille.au_moins_un:
        remplies = {c: v for c, v in donnees.items() if est_rempli(v)}
        autres.append(not grille.groupes_vides(tous, remplies))
    if ligne is None and volet == ACTIVITE and not lignes:
        autres.append(False)
    return saisie.progression(demandes, donnees, autres)
