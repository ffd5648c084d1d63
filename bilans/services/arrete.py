"""What counts of a bilan sent: its answers of now, read with the facts of its last sending."""

from bilans.models import Bilan, EnvoiBilan
from bilans.regles.etat import Etat, Faits, evaluer
from bilans.services.definitions import definition_du_bilan
from bilans.services.faits import lues
from portal.saisie.regles.valeurs import Valeur


def etat_arrete(bilan: Bilan) -> Etat:
    """What counts and what was asked of a bilan sent, with the facts of its last sending."""
    faits = faits_de_l_envoi(bilan.dernier_envoi) if bilan.dernier_envoi else Faits()
    return evaluer(definition_du_bilan(bilan), bilan.arretees, faits)


def faits_de_l_envoi(envoi: EnvoiBilan) -> Faits:
    """The facts and rows that a sending kept: ``figer`` read again."""
    return Faits(envoi.faits, lues(envoi.lignes))


def figer(faits: Faits) -> tuple[dict[str, Valeur], dict[str, list[list[str]]]]:
    """Return facts and rows as ``EnvoiBilan.faits`` and ``EnvoiBilan.lignes`` keep them."""
    lignes = {
        chemin: [[ligne.cle, ligne.libelle] for ligne in rangees]
        for chemin, rangees in faits.lignes.items()
    }
    return dict(faits.valeurs), lignes
