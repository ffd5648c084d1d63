"""What is accepted now, and why not: the table applied to one file and one person."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from declarations.regles.etats.libelles import LIBELLES_ACTEUR, LIBELLES_ETAT, LIBELLES_VOLET
from declarations.regles.etats.transitions import TRANSITIONS, Transition
from declarations.regles.etats.vocabulaire import FOURNISSEUR_DU_VOLET, ActeurDossier, Action, Etat
from declarations.regles.grille import ACTIVITE, VOLETS
from portal.socle.refus import MOMENT, ROLE, Refus


@dataclass(frozen=True)
class Situation:
    """What the rules need to know of a file.

    ``fenetre_ouverte`` tells whether a first sending is possible today, dérogation included.
    ``correction`` is true when the version at work follows one already sent: the window no longer
    matters. ``volets_ouverts`` are those the correction asked for reaches (both at first).
    ``obstacles`` counts, by volet (and « » for both together), the checks that are blocking or
    still to justify. ``assistee`` is true while an adviser types in the partner's place.
    ``finances_reservees``: who types the activity reads nothing of the finances (CCT).
    """

    etat: str
    fenetre_ouverte: bool = True
    correction: bool = False
    volets_ouverts: frozenset[str] = frozenset(VOLETS)
    volets_signes: frozenset[str] = frozenset()
    obstacles: Mapping[str, int] = field(default_factory=dict)
    version_validee: bool = False
    etat_precedent: str = ""
    assistee: bool = False
    finances_reservees: bool = False


def acteurs_de(action: str, volet: str | None = None) -> frozenset[str]:
    """Return who may do this action; for a volet's action, its provider or who types for them."""
    transition = TRANSITIONS[action]
    if transition.par_volet and volet is not None:
        return frozenset({FOURNISSEUR_DU_VOLET[volet], ActeurDossier.SAISIE_CAF})
    return transition.acteurs


def refus(
    action: str, situation: Situation, acteurs: frozenset[str], volet: str | None = None
) -> Refus | None:
    """Return why this action is refused to these actors in this situation, or None.

    The role is looked at first: what one's role may not do stays a 403 whatever the moment.
    """
    if par_le_role := refus_du_role(action, acteurs, volet):
        return par_le_role
    transition = TRANSITIONS[action]
    if situation.etat not in transition.departs:
        libelle = LIBELLES_ETAT[situation.etat].partenaire
        return Refus(
            MOMENT,
            f"« {transition.libelle} » n’est plus possible : "
            f"la déclaration est à l’état « {libelle} ».",
        )
    if transition.sous_fenetre and not situation.correction and not situation.fenetre_ouverte:
        return Refus(
            MOMENT,
            "La période de saisie est close. Votre gestionnaire conseil à la Caf peut accorder "
            "une dérogation.",
        )
    return _refus_volet(action, situation, volet) or _refus_dossier(action, situation)


def refus_du_role(action: str, acteurs: frozenset[str], volet: str | None = None) -> Refus | None:
    """Return why an action is never these actors' to do, whatever the file; or None."""
    autorises = acteurs_de(action, volet)
    if acteurs & autorises:
        return None
    nommes = autorises - {ActeurDossier.SAISIE_CAF} or autorises
    qui = " ou ".join(LIBELLES_ACTEUR[a] for a in sorted(nommes))
    return Refus(ROLE, f"Cette action revient à {qui}.".replace("à le ", "au "))


def _refus_volet(action: str, situation: Situation, volet: str | None) -> Refus | None:
    """Refusals that depend on the volet the action is about."""
    if volet is None:
        return None
    nom = LIBELLES_VOLET[volet]
    if action in (Action.SAISIR, Action.SIGNER) and volet in situation.volets_signes:
        return Refus(MOMENT, f"Le volet « {nom} » est déjà signé.")
    if action in (Action.SAISIR, Action.REPRENDRE) and volet not in situation.volets_ouverts:
        return Refus(MOMENT, f"La correction demandée ne porte pas sur le volet « {nom} ».")
    if action == Action.REPRENDRE and volet not in situation.volets_signes:
        return Refus(MOMENT, f"Le volet « {nom} » n’est pas signé.")
    if action == Action.SIGNER:
        return _refus_signature(situation, volet)
    return None


def _refus_signature(situation: Situation, volet: str) -> Refus | None:
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
        return None
    total = restants or ailleurs
    lieu = "" if restants else ", dans l’autre volet,"
    return Refus(
        MOMENT,
        "Il reste "
        + ("un point" if total == 1 else f"{total} points")
        + f" à corriger ou à justifier{lieu} avant de signer ce volet.",
    )


def _refus_dossier(action: str, situation: Situation) -> Refus | None:
    """Refusals that depend on the whole file."""
    if action == Action.ASSISTER and situation.assistee:
        return Refus(MOMENT, "La saisie pour le partenaire est déjà ouverte.")
    if action == Action.CESSER_ASSISTER and not situation.assistee:
        return Refus(MOMENT, "La saisie n’est pas, ou n’est plus, ouverte pour le partenaire.")
    if action == Action.TRANSMETTRE:
        if not set(VOLETS) <= situation.volets_signes:
            return Refus(MOMENT, "Les deux volets doivent être signés avant la transmission.")
        if sum(situation.obstacles.values()):
            return Refus(
                MOMENT,
                "Un contrôle de cohérence bloque la transmission : "
                "renvoyez le volet concerné pour correction ou justification.",
            )
    if action == Action.DECLARER_SANS_OBJET and situation.version_validee:
        return Refus(
            MOMENT, "Une version de cette déclaration est validée : elle ne peut être sans objet."
        )
    return None


def arrivee(action: str, situation: Situation, volet: str | None = None) -> str:
    """Return the state reached by an accepted action."""
    transition = TRANSITIONS[action]
    if not transition.arrivees:
        return situation.etat
    if action == Action.RETABLIR:
        return situation.etat_precedent
    if action == Action.SIGNER and set(VOLETS) <= situation.volets_signes | {volet}:
        return Etat.A_APPROUVER
    if len(transition.arrivees) == 1:
        return transition.arrivees[0]
    return Etat.A_CORRIGER if situation.correction else Etat.EN_SAISIE


def actions_de(acteurs: frozenset[str], situation: Situation) -> tuple[Transition, ...]:
    """Return the whole-file actions these actors may do now, main one first."""
    offertes = [
        t
        for t in TRANSITIONS.values()
        if not t.par_volet and refus(t.action, situation, acteurs) is None
    ]
    return tuple(sorted(offertes, key=lambda t: not t.principale))
