"""Answers to one open question as a spreadsheet."""

from collections.abc import Iterable, Iterator

from bilans.models import ReponseAnalyse
from bilans.regles.colonnes import Colonne
from bilans.services.analyse.ouvertes import lire_reponse
from portal.socle.classeurs import Cellule, Feuille, ecrire_classeur
from portal.socle.classeurs import Colonne as ColonneDeClasseur

COLONNES = (
    ColonneDeClasseur("Bilan", 26),
    ColonneDeClasseur("Exercice", 12),
    ColonneDeClasseur("Gestionnaire", 34),
    ColonneDeClasseur("Équipement", 34),
    ColonneDeClasseur("Ligne", 16),
    ColonneDeClasseur("Réponse", 90),
)


def reponses_xlsx(colonne: Colonne, reponses: Iterable[ReponseAnalyse]) -> bytes:
    """The workbook of these answers, in their order."""
    feuille = Feuille("Réponses", COLONNES, _lignes(colonne, reponses))
    return ecrire_classeur([feuille], titre=colonne.question.libelle)


def _lignes(colonne: Colonne, reponses: Iterable[ReponseAnalyse]) -> Iterator[tuple[Cellule, ...]]:
    for reponse in reponses:
        lue = lire_reponse(colonne, reponse)
        equipement = lue.bilan.equipement
        yield (
            lue.bilan.reference,
            lue.bilan.exercice,
            lue.bilan.gestionnaire.nom,
            equipement.nom if equipement else None,
            lue.ligne or None,
            lue.texte,
        )
