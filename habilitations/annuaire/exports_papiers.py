"""The papers of a Caf as a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence

from habilitations.annuaire.presentation.papiers import Papier
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur

COLONNES = (
    Colonne("Papier", 40),
    Colonne("Partenaire", 40),
    Colonne("SIRET", 20),
    Colonne("Équipement", 40),
    Colonne("Référence", 22),
    Colonne("État", 24),
    Colonne("Du", 12),
    Colonne("Au", 12),
    Colonne("Reçu ou signé le", 16),
    Colonne("Empreinte du fichier (SHA-256)", 66),
)


def papiers_xlsx(papiers: Iterable[Papier]) -> bytes:
    return ecrire_classeur([Feuille("Papiers", COLONNES, _lignes(papiers))], titre="Papiers")


def _lignes(papiers: Iterable[Papier]) -> Iterator[Sequence[Cellule]]:
    for p in papiers:
        yield (
            p.libelle,
            p.partenaire,
            p.siret,
            p.equipement,
            p.reference,
            p.badge[0],
            p.debut,
            p.fin,
            p.le,
            p.empreinte,
        )
