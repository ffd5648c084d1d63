"""Agents and portfolios of a Caf as spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence

from habilitations.models import AffectationAgent, Portefeuille
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur

AGENTS = (
    Colonne("Nom", 26),
    Colonne("Prénom", 20),
    Colonne("Adresse électronique", 34),
    Colonne("Téléphone", 18),
    Colonne("Fonction", 34),
    Colonne("Caf", 30),
    Colonne("Du", 12),
    Colonne("Au", 12),
)
PORTEFEUILLES = (
    Colonne("Portefeuille", 34),
    Colonne("Titulaire", 28),
    Colonne("Remplaçant", 28),
    Colonne("Remplacé du", 12),
    Colonne("au", 12),
    Colonne("Équipements", 14),
)


def agents_xlsx(affectations: Iterable[AffectationAgent]) -> bytes:
    return ecrire_classeur([Feuille("Agents", AGENTS, _agents(affectations))], titre="Agents")


def portefeuilles_xlsx(portefeuilles: Iterable[tuple[Portefeuille, int]]) -> bytes:
    """Each with how many équipements it has."""
    feuille = Feuille("Portefeuilles", PORTEFEUILLES, _portefeuilles(portefeuilles))
    return ecrire_classeur([feuille], titre="Portefeuilles")


def _agents(affectations: Iterable[AffectationAgent]) -> Iterator[Sequence[Cellule]]:
    for a in affectations:
        qui = a.utilisateur
        yield (
            qui.nom,
            qui.prenom,
            qui.email,
            qui.telephone,
            a.get_fonction_display(),
            a.caf.nom if a.caf else "",
            a.du,
            a.au,
        )


def _portefeuilles(
    portefeuilles: Iterable[tuple[Portefeuille, int]],
) -> Iterator[Sequence[Cellule]]:
    for p, combien in portefeuilles:
        yield (
            p.nom,
            str(p.titulaire),
            str(p.remplacant or ""),
            p.remplacement_du,
            p.remplacement_au,
            combien,
        )
