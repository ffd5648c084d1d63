"""What may be done with a bilan: the table, and what it asks beyond the state."""

from bilans.regles.etats.libelles import LIBELLES_ACTEUR, LIBELLES_ETAT
from bilans.regles.etats.situation import Situation
from bilans.regles.etats.transitions import TRANSITIONS
from bilans.regles.etats.vocabulaire import CHEZ_LE_PARTENAIRE, ActeurBilan, Action, Etat
from portal.dossiers.regles.actes import TableActes, phrase_a_venir
from portal.dossiers.regles.transitions import Tache, Transition


class ActesBilan(TableActes[Situation]):
    """The acts on a bilan. It has no parts: several people fill it together."""

    sujet = "le bilan"
    libelles_acteur = LIBELLES_ACTEUR
    libelles_etat = LIBELLES_ETAT

    def phrase_fenetre(
        self,
        transition: Transition,
        situation: Situation,
        acteurs: frozenset[str] = frozenset(),
    ) -> str:
        a_la_caf = bool(acteurs & self.agents)
        if situation.suspension:
            reponses = "Les" if a_la_caf else "Vos"
            return (
                f"La campagne de ce bilan est suspendue : « {situation.suspension} » "
                f"{reponses} réponses sont gardées."
            )
        if situation.ouvre_le:
            return phrase_a_venir(situation.ouvre_le)
        if a_la_caf:
            return "La période de saisie du bilan est close : seule une dérogation la rouvre."
        return (
            "La période de saisie du bilan est close. Votre gestionnaire conseil à la Caf peut "
            "accorder une dérogation."
        )

    def refus_propre(self, transition: Transition, situation: Situation, partie: str | None) -> str:
        if transition.action == Action.TRANSMETTRE:
            return _refus_envoi(situation)
        if transition.action == Action.RETIRER_DEROGATION and not situation.derogation_en_cours:
            return "Aucune dérogation n’est en cours sur ce bilan."
        return ""

    def arrivee_propre(
        self, transition: Transition, situation: Situation, partie: str | None
    ) -> str:
        if transition.action == Action.RETABLIR:
            return situation.etat_precedent
        return Etat.A_COMPLETER if situation.complement else Etat.EN_COURS

    def taches(self, situation: Situation, acteurs: frozenset[str]) -> tuple[Tache, ...]:
        """Who answers is awaited until nothing misses, then who sends: the same bilan, in turn.

        A bilan sent back misses nothing: who answers is awaited for what the Caf asks to complete,
        who sends as soon as an answer has changed, since some may stay as they are.
        """
        if situation.etat not in CHEZ_LE_PARTENAIRE:
            return super().taches(situation, acteurs)
        reste = sum(
            (situation.manquants, situation.fautes, situation.a_confirmer, situation.ecarts)
        )
        if (reste or situation.a_completer) and ActeurBilan.REPONDANT in acteurs:
            return (Tache(Action.REPONDRE),)
        if not (reste or situation.intact) and ActeurBilan.EMETTEUR in acteurs:
            return (Tache(Action.TRANSMETTRE),)
        return ()


ACTES = ActesBilan(
    TRANSITIONS,
    etats=Etat,
    actions=Action,
    acteurs=ActeurBilan,
    suppleants={ActeurBilan.ACCOMPAGNANT},
    agents={ActeurBilan.CONSEILLER, ActeurBilan.LECTEUR_CAF},
)


def _refus_envoi(situation: Situation) -> str:
    """A bilan is sent whole: what misses is told first, then what does not stand or differs."""
    if situation.manquants:
        questions = _compte(situation.manquants, "question attend", "questions attendent")
        return f"{questions} encore une réponse."
    if situation.fautes:
        return f"{_compte(situation.fautes, 'réponse est', 'réponses sont')} à corriger."
    if situation.a_confirmer:
        reprises = _compte(situation.a_confirmer, "réponse reportée est", "réponses reportées sont")
        return f"{reprises} à confirmer."
    if situation.ecarts:
        chiffres = _compte(situation.ecarts, "chiffre diffère", "chiffres diffèrent")
        return (
            f"{chiffres} de la déclaration : accordez les deux, ou expliquez l’écart, "
            "avant de transmettre."
        )
    return ""


def _compte(nombre: int, un: str, plusieurs: str) -> str:
    return f"{nombre} {un if nombre == 1 else plusieurs}"
