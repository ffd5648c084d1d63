"""A bilan as somebody opens it, to read it or to act on it: the same questions, one answer.

``views.chargement.charger`` opens it for a page, ``services.bilan.ouvrir`` locks it for an act.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bilans.echeances import echeance_de, saisie_ouverte
from bilans.models import Bilan, DemandeComplement, FeuilleBilan
from bilans.regles.avancement import Avancement, avancements
from bilans.regles.cadre import Cadre
from bilans.regles.cases import Place, par_question
from bilans.regles.etat import Etat as EtatDesReponses
from bilans.regles.etat import Faits, evaluer
from bilans.regles.etats import (
    ACTES,
    AVANT_ENVOI,
    CHEZ_LE_PARTENAIRE,
    ActeurBilan,
    Etat,
    Situation,
)
from bilans.regles.questionnaire import Questionnaire
from bilans.services.acteurs import est_cote_caf
from bilans.services.arrete import etat_arrete, faits_de_l_envoi
from bilans.services.declarees import reponses_declarees
from bilans.services.definitions import cadre_de, definition_du_bilan
from bilans.services.ecarts import Accord, accord_de
from bilans.services.faits import faits_pour
from habilitations.permissions import Acteur
from portal.dossiers.regles.echeances import Echeance
from portal.dossiers.services.relecture import marque_de
from portal.saisie.regles.valeurs import Valeur

# What is computed from the sheet, and not true any more once it changes.
OUBLIES = (
    "faits",
    "declarees",
    "etat",
    "emplacements",
    "accord",
    "arrete",
    "places_arretees",
    "questions_arretees",
    "a_completer",
)


@dataclass
class BilanOuvert:
    """A bilan as one person sees it now; its costly parts are computed when first read."""

    bilan: Bilan
    acteur: Acteur
    acteurs: frozenset[str]

    @property
    def maintenant(self) -> datetime:
        return self.acteur.maintenant

    @property
    def jour(self) -> date:
        return self.acteur.jour

    @property
    def feuille(self) -> FeuilleBilan:
        feuille: FeuilleBilan = self.bilan.feuille
        return feuille

    @property
    def cote_caf(self) -> bool:
        return est_cote_caf(self.acteurs)

    # What it asks, and what is answered.

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return definition_du_bilan(self.bilan)

    @property
    def cadre(self) -> Cadre:
        return cadre_de(self.bilan)

    @cached_property
    def faits(self) -> Faits:
        """Those of the moment while the partner answers, those of the sending afterwards."""
        if self.bilan.etat in CHEZ_LE_PARTENAIRE or self.bilan.dernier_envoi is None:
            return faits_pour(self.bilan, self.questionnaire, self.jour)
        return faits_de_l_envoi(self.bilan.dernier_envoi)

    @cached_property
    def declarees(self) -> Mapping[str, Valeur]:
        """Answers that the declaration gives: those of the moment, until they are sent."""
        if self.bilan.etat not in CHEZ_LE_PARTENAIRE:
            return {}
        return reponses_declarees(self.bilan, self.questionnaire)

    @property
    def reponses(self) -> dict[str, Valeur]:
        """The answers as they stand, hidden ones included."""
        return {**self.feuille.valeurs, **self.declarees}

    @property
    def marque(self) -> str:
        """The mark of what is read before sending: the answers, and the questions asked."""
        return marque_de(self.reponses, sorted(self.emplacements))

    @property
    def marque_pour_la_caf(self) -> str:
        """The mark of what the Caf decides of: the sending, and the answers that count since."""
        return marque_de(self.bilan.dernier_envoi_id, self.bilan.arretees)

    @cached_property
    def etat(self) -> EtatDesReponses:
        """What is asked, counts and misses, as the sheet stands."""
        return evaluer(self.questionnaire, self.reponses, self.faits)

    @cached_property
    def emplacements(self) -> Mapping[str, Place]:
        """Every question asked, by chemin, in reading order."""
        return {e.chemin: e for e in self.etat.emplacements}

    @cached_property
    def accord(self) -> Accord:
        """How it agrees with the declaration of its exercice (C15), as this person reads it."""
        return accord_de(self.bilan, self.questionnaire, self.lu)

    @cached_property
    def arrete(self) -> EtatDesReponses | None:
        """What counts for the Caf: what was last sent, as it edited it; None before a sending."""
        return etat_arrete(self.bilan) if self.bilan.dernier_envoi_id else None

    @property
    def lit_la_saisie(self) -> bool:
        """Tell whether what is typed is theirs to read: the partner's, and whoever fills it too."""
        return not self.cote_caf or ActeurBilan.ACCOMPAGNANT in self.acteurs

    @property
    def lu(self) -> EtatDesReponses:
        """What this person reads: the sheet, or for the Caf what was sent and not what is typed."""
        return self.etat if self.lit_la_saisie or self.arrete is None else self.arrete

    @cached_property
    def places_arretees(self) -> Mapping[str, Place]:
        """Every question that the Caf reads, by chemin, in reading order; none before a sending."""
        return {e.chemin: e for e in self.arrete.emplacements} if self.arrete else {}

    @cached_property
    def questions_arretees(self) -> Mapping[str, tuple[Place, ...]]:
        """The same by question, with its cells."""
        return par_question(self.questionnaire, self.places_arretees.values())

    def est_a_completer(self, chemin: str) -> bool:
        """Tell whether the completion asked for reaches a question.

        It does when the question is named, and when the Caf did not read it: an answer changed may
        bring others.
        """
        return self.feuille.est_ouverte(chemin) or chemin not in self.places_arretees

    @cached_property
    def a_completer(self) -> frozenset[str]:
        """Chemins of the questions that the Caf named, and whose answer is still the one it read.

        None is named when all of the bilan is to be completed.
        """
        if self.bilan.etat != Etat.A_COMPLETER:
            return frozenset()
        nommees = self.feuille.ouvertes or ()
        lues, comptees = self.bilan.arretees, self.etat.comptees
        return frozenset(
            places[0].chemin
            for places in self.questions_arretees.values()
            if any(p.chemin in nommees for p in places)
            and all(lues.get(p.chemin) == comptees.get(p.chemin) for p in places)
        )

    @property
    def _est_intact(self) -> bool:
        """Tell whether the sheet says what the Caf read, and nothing else."""
        return bool(dict(self.etat.comptees) == self.bilan.arretees)

    @property
    def avancements(self) -> list[Avancement]:
        """What is left in each section for who answers."""
        return avancements(
            self.questionnaire, self.etat, self.feuille.a_confirmer, self.a_completer
        )

    def oublier(self) -> None:
        """Something was written: what the sheet said before it is not read again."""
        for nom in OUBLIES:
            self.__dict__.pop(nom, None)

    # What this person may do, and by when.

    @property
    def situation(self) -> Situation:
        """What the rules need to know."""
        bilan, ouverture = self.bilan, self.bilan.campagne.ouvre_le
        rendu = bilan.etat == Etat.A_COMPLETER
        tout = rendu and self.feuille.ouvertes is None
        ici = bilan.etat in AVANT_ENVOI or rendu
        return Situation(
            etat=bilan.etat,
            fenetre_ouverte=saisie_ouverte(bilan, self.jour),
            ouvre_le=ouverture if self.jour < ouverture else None,
            suspension=bilan.campagne.motif_de_suspension,
            complement=rendu,
            manquants=len(self.etat.manquants) if ici else 0,
            fautes=len(self.etat.fautes) if ici else 0,
            a_confirmer=len(self.feuille.a_confirmer.keys() & self.emplacements) if ici else 0,
            ecarts=len(self.accord.ecarts) if ici else 0,
            a_completer=len(self.a_completer) or int(tout and self._est_intact),
            intact=rendu and self._est_intact,
            etat_precedent=bilan.etat_precedent,
            derogation_en_cours=any(d.expire_le >= self.jour for d in bilan.derogations.all()),
        )

    def peut(self, action: str) -> bool:
        return ACTES.refus(action, self.situation, self.acteurs) is None

    def a_le_role(self, action: str) -> bool:
        return bool(ACTES.acteurs_de(action) & self.acteurs)

    @property
    def echeance(self) -> Echeance | None:
        """When the partner must be done, None once it is out of their hands."""
        return echeance_de(self.bilan, self.jour)

    @property
    def demande(self) -> DemandeComplement | None:
        """The completion that the Caf waits for, if any."""
        return next((d for d in self.bilan.demandes.all() if d.satisfaite_le is None), None)

    @property
    def reponses_visibles(self) -> bool:
        """The Caf does not read a draft, unless it fills it with the partner."""
        return self.lit_la_saisie or self.bilan.dernier_envoi_id is not None
