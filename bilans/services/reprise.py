"""Carrying last year's answers over: each is marked until somebody confirms it."""

from collections.abc import Collection

from django.db import transaction

from bilans.regles.avancement import section_de
from bilans.regles.cases import Place
from bilans.regles.etats import Action
from bilans.regles.fautes import faute
from bilans.services.accord import partager
from bilans.services.bilan import ouvrir
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.precedent import Precedent, precedent_de
from habilitations.permissions import Acteur
from portal.saisie.regles.valeurs import Valeur
from portal.saisie.services.enregistrement import garder


@transaction.atomic
def reporter(
    bilan_id: int, section: str, chemins: Collection[str] | None = None, *, acteur: Acteur
) -> int:
    """Take up the answers of the exercice before in a section; return how many.

    ``chemins`` names questions, whose answers are replaced; without it, those that have none yet
    are filled. Only where the questionnaire allows it. Raises ActionRefusee.
    """
    dossier = ouvrir(bilan_id, acteur)
    dossier.exiger(Action.REPONDRE)
    precedent = precedent_de(dossier.bilan)
    reprises = a_reporter(dossier, precedent, section, chemins) if precedent else {}
    if not reprises or precedent is None:
        return 0
    feuille = dossier.feuille
    for chemin, valeur in reprises.items():
        feuille.poser(chemin, valeur)
        feuille.a_confirmer[chemin] = precedent.bilan.libelle
    garder(feuille, reprises, acteur.utilisateur, dossier.maintenant)
    dossier.oublier()
    dossier.commencer()
    partager(dossier)
    dossier.journaliser("reponses_reportees", source=precedent.bilan.libelle, combien=len(reprises))
    return len(reprises)


def a_reporter(
    dossier: BilanOuvert,
    precedent: Precedent,
    section: str,
    chemins: Collection[str] | None = None,
) -> dict[str, Valeur]:
    """Return the answers that would be taken up, by chemin."""
    reponses = dossier.feuille.valeurs
    trouvees: dict[str, Valeur] = {}
    for chemin, place in dossier.emplacements.items():
        voulue = chemin in chemins if chemins is not None else chemin not in reponses
        if not voulue or section_de(dossier.questionnaire, place).code != section:
            continue
        valeur = _valeur(place, precedent)
        if valeur and valeur != reponses.get(chemin) and dossier.est_a_completer(chemin):
            trouvees[chemin] = valeur
    return trouvees


def _valeur(place: Place, precedent: Precedent) -> Valeur:
    """Last year's answer, where it may be taken up and still stands."""
    avant = precedent.reponse(place) if place.champ.reprise and place.champ.est_saisi else None
    return avant.valeur if avant and not faute(place.champ, avant.valeur) else ""
