"""What may be done with a declaration: the table, and what it asks beyond the state."""

from declarations.regles.etats.libelles import LIBELLES_ACTEUR, LIBELLES_ETAT, LIBELLES_VOLET
from declarations.regles.etats.situation import Situation
from declarations.regles.etats.transitions import TRANSITIONS
from declarations.regles.etats.vocabulaire import FOURNISSEUR_DU_VOLET, ActeurDossier, Action, Etat
from declarations.regles.grille import ACTIVITE, VOLETS
from portal.dossiers.regles.actes import TableActes, phrase_a_venir
from portal.dossiers.regles.transitions import Transition


class ActesDeclaration(TableActes[Situation]):
    """The acts on a declaration. Its parts are the volets, each its provider's."""

    sujet = "la déclaration"
    libelles_acteur = LIBELLES_ACTEUR
    libelles_etat = LIBELLES_ETAT

    def phrase_fenetre(
        self,
        transition: Transition,
        situation: Situation,
        acteurs: frozenset[str] = frozenset(),
    ) -> str:
        if situation.ouvre_le:
            return phrase_a_venir(situation.ouvre_le)
        if acteurs & self.agents:
            return "La période de saisie est close : seule une dérogation la rouvre."
        return (
            "La période de saisie est close. Votre gestionnaire conseil à la Caf peut accorder "
            "une dérogation."
        )

    def refus_propre(self, transition: Transition, situation: Situation, partie: str | None) -> str:
        au_volet = _refus_volet(transition.action, situation, partie) if partie else ""
        return au_volet or _refus_dossier(transition.action, situation)

    def arrivee_propre(
        self, transition: Transition, situation: Situation, partie: str | None
    ) -> str:
        if transition.action == Action.RETABLIR:
            return situation.etat_precedent
        if transition.action == Action.SIGNER and set(VOLETS) <= situation.volets_signes | {partie}:
            return Etat.A_APPROUVER
        if transition.action == Action.RETIRER_CORRECTION:
            return Etat.VALIDEE if situation.rectificative else Etat.EN_INSTRUCTION
        return Etat.A_CORRIGER if situation.correction else Etat.EN_SAISIE

    def attend_la_partie(self, situation: Situation, partie: str) -> bool:
        return partie in situation.volets_ouverts and partie not in situation.volets_signes


ACTES = ActesDeclaration(
    TRANSITIONS,
    etats=Etat,
    actions=Action,
    acteurs=ActeurDossier,
    responsables=FOURNISSEUR_DU_VOLET,
    suppleants={ActeurDossier.SAISIE_CAF},
    agents={ActeurDossier.CONSEILLER, ActeurDossier.LECTEUR_CAF},
)


def _refus_volet(action: str, situation: Situation, volet: str) -> str:
    """Refusals that depend on the volet the action is about."""
    nom = LIBELLES_VOLET[volet]
    if action in (Action.SAISIR, Action.SIGNER) and volet in situation.volets_signes:
        return f"Le volet « {nom} » est déjà signé."
    if (
        action in (Action.SAISIR, Action.RETIRER_SIGNATURE)
        and volet not in situation.volets_ouverts
    ):
        return f"La correction demandée ne porte pas sur le volet « {nom} »."
    if action == Action.RETIRER_SIGNATURE and volet not in situation.volets_signes:
        return f"Le volet « {nom} » n’est pas signé."
    if action == Action.SIGNER:
        return _refus_signature(situation, volet)
    return ""


def _refus_signature(situation: Situation, volet: str) -> str:
    """The last sign-off makes a file « à approuver »: no check may stop it then (DOMAINE §3.1).

    But for those of finances kept from who signs: the approbateur sends these back.
    """
    autres = set(VOLETS) - {volet}
    restants, ailleurs = situation.obstacles.get(volet, 0), 0
    if autres <= situation.volets_signes:
        restants += situation.obstacles.get("", 0)
        # A refusal would tell how far an amount that one may not read has moved.
        cachee = situation.finances_reservees and volet == ACTIVITE
        ailleurs = 0 if cachee else sum(situation.obstacles.get(autre, 0) for autre in autres)
    if not restants + ailleurs:
        return ""
    total = restants or ailleurs
    lieu = "" if restants else ", dans l’autre volet,"
    points = "un point" if total == 1 else f"{total} points"
    return f"Il reste {points} à corriger ou à justifier{lieu} avant de signer ce volet."


def _refus_dossier(action: str, situation: Situation) -> str:
    """Refusals that depend on the whole file."""
    if action == Action.ASSISTER and situation.assistee:
        return "La saisie pour le partenaire est déjà ouverte."
    if action == Action.CESSER_ASSISTER and not situation.assistee:
        return "La saisie n’est pas, ou n’est plus, ouverte pour le partenaire."
    if action == Action.ELARGIR_CORRECTION:
        return _refus_elargissement(situation)
    if action == Action.RETIRER_CORRECTION and situation.correction_commencee():
        return (
            "Le partenaire a commencé à corriger : ce qu’il a saisi ne se perd pas. Écrivez-lui de "
            "transmettre de nouveau."
        )
    if action == Action.RETIRER_DEROGATION and not situation.derogation_en_cours():
        return "Aucune dérogation n’est en cours sur cette déclaration."
    if action == Action.TRANSMETTRE:
        if not set(VOLETS) <= situation.volets_signes:
            return "Les deux volets doivent être signés avant la transmission."
        if sum(situation.obstacles.values()):
            return (
                "Un contrôle de cohérence bloque la transmission : renvoyez "
                f"{_volets_bloques(situation)} pour correction ou justification."
            )
    if action == Action.DECLARER_SANS_OBJET and situation.version_validee:
        return "Une version de cette déclaration est validée : elle ne peut être sans objet."
    return ""


def _volets_bloques(situation: Situation) -> str:
    """Those whose checks block, or any when the check is of the whole file."""
    bloques = [LIBELLES_VOLET[v] for v in VOLETS if situation.obstacles.get(v)]
    return f"les {' et les '.join(bloques)}" if bloques else "le volet concerné"


def _refus_elargissement(situation: Situation) -> str:
    """Only a correction that was asked for is widened, while something of it is closed."""
    if situation.etat == Etat.A_APPROUVER and not situation.correction:
        return "Aucune correction n’est demandée sur cette déclaration."
    if situation.tout_ouvert:
        return "Toute la déclaration est déjà ouverte à la correction."
    return ""
