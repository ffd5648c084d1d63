"""A projection as a workbook, or as text: totals by portfolio, then what was asked."""

from collections.abc import Iterator, Sequence

from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur
from portal.socle.tableaux_csv import archiver
from subventions.models import Projection
from subventions.regles.parametres import DISPOSITIFS
from subventions.simulateur.presentation.projections import essais_lus, prevision_reunie
from subventions.simulateur.regles.projection import par_dispositif, total
from subventions.simulateur.regles.tresorerie import mois_ecrit
from subventions.simulateur.services.projections import lignes_de


def classeur(projection: Projection) -> bytes:
    """Write the workbook; amounts are numbers, in euros."""
    return ecrire_classeur(_feuilles(projection), titre=str(projection))


def archive(projection: Projection) -> bytes:
    """The same sheets, one CSV for each."""
    return archiver(_feuilles(projection))


def _feuilles(projection: Projection) -> list[Feuille]:
    totaux = Feuille(
        "Totaux",
        [
            *(Colonne("Dispositif", 35), Colonne("Portefeuille", 35), Colonne("Dossiers", 12)),
            Colonne("Montants figés", 20, euros=True),
            Colonne("Avec les valeurs essayées", 24, euros=True),
            Colonne("Écart", 20, euros=True),
            *(Colonne("Rendus possibles", 18), Colonne("Sans montant", 15)),
        ],
        _totaux(projection),
    )
    demande = Feuille("Demande", [Colonne("", 35), Colonne("", 40)], _demande(projection))
    prevus = Feuille(
        "Versements prévus",
        [
            Colonne("Mois", 22),
            Colonne("Versements", 20, euros=True),
            Colonne("Indus", 20, euros=True),
        ],
        _prevus(projection),
    )
    return [totaux, prevus, demande]


def _prevus(projection: Projection) -> Iterator[Sequence[Cellule]]:
    """Every month of the horizon; none before it is computed."""
    premier, prevision = prevision_reunie(projection)
    if prevision is None:
        return
    for rang, (verse, indu) in enumerate(zip(prevision.verses, prevision.indus, strict=True)):
        yield mois_ecrit(premier, projection.annee, rang), verse, indu
    if prevision.suspendus:
        yield "Retenu par des suspensions", prevision.retenus, None


def _totaux(projection: Projection) -> Iterator[Sequence[Cellule]]:
    lignes = lignes_de(projection)
    sommes = par_dispositif(lignes) if len(projection.dispositifs) > 1 else []
    for li in (*lignes, *sommes, total(lignes)):
        nom = DISPOSITIFS.get(li.dispositif, projection.libelle_dispositifs)
        yield (
            *(nom, li.territoire, li.dossiers, li.avant, li.apres, li.ecart),
            *(li.ouverts, li.sans_montant),
        )


def _demande(projection: Projection) -> Iterator[Sequence[Cellule]]:
    yield "Dispositif", projection.libelle_dispositifs
    yield "Exercice", projection.exercice
    yield "Caf", str(projection.caf)
    yield "Portefeuille", str(projection.portefeuille or "Tous")
    yield from essais_lus(projection)
    yield "Enveloppe", projection.enveloppe
    yield "Calculée le", projection.calculee_le
