"""Taking up the rows of the year before: lieux, actions…, by their names; none is overwritten."""

from django.db import transaction

from bilans.regles.questionnaire import LIGNES_MAX
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.lignes import (
    garder_les_lignes,
    lignes_de,
    ouvrir_les_lignes,
    repetitions_ouvertes,
)
from bilans.services.precedent import Precedent, cle_de_repetition, precedent_de
from habilitations.permissions import Acteur
from portal.saisie.regles.structure import Ligne


@transaction.atomic
def reprendre_lignes(bilan_id: int, repetition: str, *, acteur: Acteur) -> int:
    """Add the rows of last year that are not there, after those that are; return how many.

    ``repetition`` is its path. Their answers are carried over apart, where the questionnaire allows
    it (``services.reprise``). Done twice, nothing more. Raises ActionRefusee.
    """
    dossier = ouvrir_les_lignes(bilan_id, acteur)
    precedent = precedent_de(dossier.bilan)
    if precedent is None or repetition not in repetitions_ouvertes(dossier):
        return 0
    proposees = lignes_a_reprendre(dossier, precedent, repetition)
    if not proposees:
        return 0
    presentes, retirees = lignes_de(dossier, repetition)
    nouvelles = [[ligne.cle, ligne.libelle] for ligne in proposees]
    garder_les_lignes(dossier, repetition, [*presentes, *nouvelles], retirees)
    dossier.journaliser("lignes_reprises", source=precedent.bilan.libelle, combien=len(proposees))
    return len(proposees)


def lignes_a_reprendre(
    dossier: BilanOuvert, precedent: Precedent, repetition: str
) -> tuple[Ligne, ...]:
    """Rows of last year that would be taken up: those whose name no row bears here.

    A row withdrawn was taken away on purpose: it may be brought back, and is not proposed.
    """
    presentes, retirees = lignes_de(dossier, repetition)
    cles = {cle for cle, _ in presentes + retirees}
    noms = {libelle.casefold() for _, libelle in presentes + retirees}
    avant = precedent.lignes.get(cle_de_repetition(repetition, dossier.etat.rangees), ())
    absentes = [
        ligne for ligne in avant if ligne.libelle.casefold() not in noms and ligne.cle not in cles
    ]
    return tuple(absentes[: LIGNES_MAX - len(presentes)])
