"""The cash of a file as people read it: a drawing month by month, and its table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from habilitations.regles.exercices import bornes_exercice
from portal.socle.formats import euros
from subventions.paiements.regles.etats import EN_VIGUEUR, EtatVersement
from subventions.paiements.regles.tresorerie import (
    PREVUES,
    Entree,
    par_mois,
    rang_du_mois,
    rang_prevu,
)
from subventions.paiements.services.echeancier import EcheancierLu
from subventions.regles.nombres import ZERO
from subventions.simulateur.presentation.graphique import Graphique, graphique
from subventions.simulateur.regles.tresorerie import HORIZON, mois_ecrit

VERSE, PREVU = "Versé", "Prévu"


@dataclass(frozen=True)
class MoisLu:
    """A month in which something comes in; ``cumul`` counts what is foreseen too."""

    mois: str
    verse: str
    prevu: str
    cumul: str


@dataclass(frozen=True)
class TresorerieLue:
    """``dessin`` is None when nothing is paid nor foreseen; ``hors`` is beyond the drawing."""

    dessin: Graphique | None
    mois: tuple[MoisLu, ...]
    hors: str


def tresorerie_lue(lu: EcheancierLu, jour: date) -> TresorerieLue:
    """What the account received and what is foreseen, over two years from the exercice."""
    premier = bornes_exercice(lu.equipement.dispositif, lu.annee)[0]
    annee = par_mois(_entrees(lu, premier, jour))
    dessin = graphique([(VERSE, annee.verse), (PREVU, annee.prevu)], premier.month, lu.annee)
    lus, cumul = [], ZERO
    for rang in range(HORIZON):
        verse, prevu = annee.verse[rang], annee.prevu[rang]
        cumul += verse + prevu
        if verse or prevu:
            lus.append(
                MoisLu(
                    mois_ecrit(premier.month, lu.annee, rang),
                    euros(verse) if verse else "",
                    euros(prevu) if prevu else "",
                    euros(cumul),
                )
            )
    return TresorerieLue(dessin, tuple(lus), euros(annee.hors) if annee.hors else "")


def _entrees(lu: EcheancierLu, premier: date, jour: date) -> Iterator[tuple[int, Entree]]:
    """What is set off against an indu never reaches the account: payments count for their net."""
    siens = {(v.nature, v.rang): v for v in lu.versements if v.etat in EN_VIGUEUR}
    for echeance in lu.echeancier.echeances:
        versement = siens.get((echeance.nature.value, echeance.rang))
        if versement is not None and versement.etat == EtatVersement.PAYE:
            assert versement.paye_le is not None  # noqa: S101 - refused by the database
            rang = rang_du_mois(premier, versement.paye_le)
            yield rang, Entree(versement.net, versee=True)
        elif versement is not None and versement.lot.execution_le is not None:
            le = max(versement.lot.execution_le, jour)
            yield rang_du_mois(premier, le), Entree(versement.net)
        elif echeance.etat in PREVUES and echeance.montant:
            montant = versement.net if versement is not None else echeance.montant
            yield rang_prevu(echeance, premier, jour), Entree(montant)
