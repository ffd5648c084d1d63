"""How far the typing of a volet has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from declarations.regles.grille import FINANCES, Emplacement, Grille, Ligne
from declarations.regles.valeurs import est_rempli


@dataclass(frozen=True)
class Progression:
    """Required answers given, out of those asked for."""

    faits: int
    total: int


def attendus(
    grille: Grille, emplacements: Sequence[Emplacement], donnees: Mapping[str, object]
) -> list[Emplacement]:
    """Fields that must be filled: required ones whose condition holds, given by the partner."""
    return [
        e
        for e in emplacements
        if e.champ.obligatoire and e.champ.origine == "saisie" and grille.est_demande(e, donnees)
    ]


def progression(
    grille: Grille,
    nature: str,
    lignes: Sequence[Ligne],
    volet: str,
    donnees: Mapping[str, object],
    ligne: str | None = None,
) -> Progression:
    """Count the required answers of a volet, or of one of its rows.

    In the finances volet each group of accounts that may not stay empty counts as one answer.
    """
    tous = list(grille.emplacements(nature, lignes, volet))
    if ligne is not None:
        tous = [e for e in tous if e.ligne and e.ligne.cle == ligne]
    demandes = attendus(grille, tous, donnees)
    faits = sum(est_rempli(donnees.get(e.chemin)) for e in demandes)
    if volet == FINANCES and ligne is None:
        vides = len(grille.groupes_vides(tous, donnees))
        groupes = len(grille.au_moins_un)
        return Progression(faits + groupes - vides, len(demandes) + groupes)
    return Progression(faits, len(demandes))
