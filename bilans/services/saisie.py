"""Saving answers of a bilan, whoever else saves at the same time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from bilans.regles.etat import Faits, evaluer
from bilans.regles.etats import Action
from bilans.regles.questionnaire import FICHIER, Question
from bilans.services.accord import partager
from bilans.services.bilan import BilanVerrouille, ouvrir
from bilans.services.erreurs import QuestionsRefusees
from bilans.services.faits import lues
from habilitations.permissions import Acteur
from portal.saisie.regles.envoi import Envoi
from portal.saisie.regles.formes import recevoir
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.saisie.services import enregistrement as saisie
from portal.saisie.services.enregistrement import Enregistrement
from portal.socle.refus import impossible

Places = dict[str, Emplacement[Question, Ligne]]


@dataclass(frozen=True)
class EnregistrementBilan(Enregistrement):
    """What a save did, with the bilan as it leaves it: nothing is read again to answer."""

    dossier: BilanVerrouille


@transaction.atomic
def enregistrer(bilan_id: int, *, acteur: Acteur, envoi: Envoi) -> EnregistrementBilan:
    """Save answers typed, by chemin; those of hidden questions stay as they are.

    Valid answers are written even when others are refused; one that somebody else changed meanwhile
    is merged, or returned as a conflict. Raises ActionRefusee (role, state, window, completion
    that does not reach a question), QuestionsRefusees (a question that is not asked).
    """
    dossier = ouvrir(bilan_id, acteur)
    dossier.exiger(Action.REPONDRE)
    places = _places_ouvertes(dossier, envoi)
    resultat = saisie.enregistrer(
        dossier.feuille, places, envoi, acteur.utilisateur, dossier.maintenant
    )
    if resultat.ecrits or resultat.confirmees:
        dossier.oublier()
        dossier.commencer()
        partager(dossier)
    return EnregistrementBilan(**vars(resultat), dossier=dossier)


def _places_ouvertes(dossier: BilanVerrouille, envoi: Envoi) -> Places:
    """Return the questions that a person may answer now, by chemin; refuse any other one sent.

    Those asked as the sheet stands; those that the answers sent bring, with them; those that were
    asked when the page was drawn, since an answer given meanwhile may have hidden one under the
    hand of who types: theirs is kept, without counting.
    """
    envoyes = {*envoi.valeurs, *envoi.ecartees}
    places = _saisies(dossier.emplacements)
    if not envoyes <= places.keys():
        places = _avec_ce_qui_suit(dossier, envoi, envoyes, places)
    if not envoyes <= places.keys() and envoi.revision != dossier.feuille.revision:
        places = _posees_a(dossier, envoi.revision) | places
    if forgees := envoyes - places.keys():
        raise QuestionsRefusees(tuple(sorted(forgees)))
    ouvertes = {c: place for c, place in places.items() if dossier.est_a_completer(c)}
    if not envoyes <= ouvertes.keys():
        raise impossible("La Caf ne demande pas de revenir sur toutes les réponses envoyées.")
    return ouvertes


def _saisies(emplacements: Mapping[str, Emplacement[Question, Ligne]]) -> Places:
    """Those whose answer is typed: neither given by the declaration, nor a file."""
    return {c: e for c, e in emplacements.items() if e.champ.est_saisi and e.champ.type != FICHIER}


def _avec_ce_qui_suit(
    dossier: BilanVerrouille, envoi: Envoi, envoyes: Collection[str], places: Places
) -> Places:
    """Add the questions that the answers sent bring: one may bring the next."""
    while not set(envoyes) <= places.keys():
        valeurs = recevoir(places.values(), envoi.valeurs).valeurs
        suivantes = _posees(dossier, dossier.reponses | valeurs, dossier.faits)
        if suivantes.keys() <= places.keys():
            break
        places = suivantes | places
    return places


def _posees_a(dossier: BilanVerrouille, revision: int) -> Places:
    """The questions asked at a past revision, on the rows of then."""
    evenement = dossier.feuille.evenement_de(revision)
    if evenement is None:
        return {}
    lignes = {**dossier.faits.lignes, **lues(evenement.lignes)}
    faits = replace(dossier.faits, lignes=lignes)
    reponses = {**dossier.feuille.valeurs_a(revision), **dossier.declarees}
    return _posees(dossier, reponses, faits)


def _posees(dossier: BilanVerrouille, reponses: Mapping[str, Valeur], faits: Faits) -> Places:
    etat = evaluer(dossier.questionnaire, reponses, faits)
    return _saisies({e.chemin: e for e in etat.emplacements})
