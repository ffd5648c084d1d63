"""The rows of many files as a spreadsheet: collectifs of CLAS projects, postes of CCT."""

from collections.abc import Callable, Iterator

from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.chiffres import avec_chiffres
from declarations.presentation.lignes_des_dossiers import (
    colonnes_de_lignes,
    colonnes_du_classeur,
    lignes_de,
    nom_des_lignes,
    rangee_du_classeur,
)
from portal.socle.classeurs import Cellule, Feuille, ecrire_classeur

PAR_LOT = 200


def lignes_xlsx(
    declarations: DeclarationQuerySet,
    dispositif: str,
    avancer: Callable[[int], None] = lambda faites: None,
) -> bytes:
    """Write every row of these files, all of one dispositif, in their order; salaries included.

    ``avancer`` is told how many files are written, now and then.
    """
    libelle, pluriel = nom_des_lignes(dispositif)
    champs = colonnes_de_lignes(dispositif)

    def rangees() -> Iterator[list[Cellule]]:
        cles = list(declarations.values_list("pk", flat=True))
        for debut in range(0, len(cles), PAR_LOT):
            lot = cles[debut : debut + PAR_LOT]
            lus = avec_chiffres(Declaration.objects.filter(pk__in=lot).pour_liste()).in_bulk()
            dossiers = [lus[cle] for cle in lot if cle in lus]
            yield from map(rangee_du_classeur, lignes_de(dossiers, champs))
            avancer(min(debut + PAR_LOT, len(cles)))

    feuille = Feuille(pluriel.capitalize(), colonnes_du_classeur(libelle, champs), rangees())
    return ecrire_classeur([feuille], titre=f"{pluriel.capitalize()} des dossiers")
