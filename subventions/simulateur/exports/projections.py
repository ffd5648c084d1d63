"""A projection as a workbook, or as text: totals by portfolio, then what was asked."""

from collections.abc import Iterator, Sequence

from habilitations.regles.exercices import bornes_exercice
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur
from portal.socle.formats import parametre as en_clair
from portal.socle.tableaux_csv import archiver
from subventions.models import Projection
from subventions.regles.parametres import parametre
from subventions.simulateur.regles.projection import total
from subventions.simulateur.regles.tresorerie import mois_ecrit
from subventions.simulateur.services.projections import lignes_de, prevision_de


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
            *(Colonne("Portefeuille", 35), Colonne("Dossiers", 12)),
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
    prevision = prevision_de(projection)
    if prevision is None:
        return
    premier = bornes_exercice(projection.dispositif, projection.annee)[0].month
    for rang, (verse, indu) in enumerate(zip(prevision.verses, prevision.indus, strict=True)):
        yield mois_ecrit(premier, projection.annee, rang), verse, indu


def _totaux(projection: Projection) -> Iterator[Sequence[Cellule]]:
    lignes = lignes_de(projection)
    for li in (*lignes, total(lignes)):
        yield li.territoire, li.dossiers, li.avant, li.apres, li.ecart, li.ouverts, li.sans_montant


def _demande(projection: Projection) -> Iterator[Sequence[Cellule]]:
    yield "Dispositif", projection.get_dispositif_display()
    yield "Exercice", projection.exercice
    yield "Caf", str(projection.caf)
    yield "Portefeuille", str(projection.portefeuille or "Tous")
    for code, valeur in projection.essais.items():
        connu = parametre(projection.dispositif, code)
        yield connu.libelle if connu else code, en_clair(code, valeur)
    yield "Enveloppe", projection.enveloppe
    yield "Calculée le", projection.calculee_le
