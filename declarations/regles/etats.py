"""Life of a declaration: states, transitions, and who may do what (DOMAINE §3.1).

This table drives the services, the buttons, the rights and ``docs/etats.md``. The labels are a
hypothesis (H), their order is a rule (S: anomalies are justified before sending, then the
processing is followed).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS

A_SAISIR = "a_saisir"
EN_SAISIE = "en_saisie"
A_APPROUVER = "a_approuver"
TRANSMISE = "transmise"
EN_INSTRUCTION = "en_instruction"
A_CORRIGER = "a_corriger"
VALIDEE = "validee"
SANS_OBJET = "sans_objet"

# Who acts, seen from one file. A person may be several of these at once.
FOURNISSEUR_ACTIVITE = "fournisseur_activite"
FOURNISSEUR_FINANCES = "fournisseur_finances"
APPROBATEUR = "approbateur"
CONSEILLER = "conseiller"  # gestionnaire conseil who holds the portfolio, or the substitute
LECTEUR_CAF = "lecteur_caf"  # other agents of the same Caf who read files
ACTEURS = (FOURNISSEUR_ACTIVITE, FOURNISSEUR_FINANCES, APPROBATEUR, CONSEILLER, LECTEUR_CAF)

FOURNISSEUR_DU_VOLET = {ACTIVITE: FOURNISSEUR_ACTIVITE, FINANCES: FOURNISSEUR_FINANCES}
LIBELLES_VOLET = {ACTIVITE: "données d’activité", FINANCES: "données financières"}

LIBELLES_ACTEUR = {
    FOURNISSEUR_ACTIVITE: "le fournisseur de données d’activité",
    FOURNISSEUR_FINANCES: "le fournisseur de données financières",
    APPROBATEUR: "l’approbateur",
    CONSEILLER: "le gestionnaire conseil de la Caf",
    LECTEUR_CAF: "un autre agent de la Caf",
}


@dataclass(frozen=True)
class Etat:
    """A state with its label for each audience. ``ton`` is the colour family of its badge."""

    code: str
    partenaire: str
    caf: str
    agit: str
    ton: str


ETATS: Mapping[str, Etat] = {
    e.code: e
    for e in (
        Etat(A_SAISIR, "À saisir", "Non commencée", "fournisseurs", "attention"),
        Etat(
            EN_SAISIE, "En cours de saisie", "En cours chez le partenaire", "fournisseurs", "info"
        ),
        Etat(A_APPROUVER, "À approuver", "En attente d’approbation", "approbateur", "attention"),
        Etat(TRANSMISE, "Transmise à la Caf", "À instruire", "gestionnaire conseil", "info"),
        Etat(
            EN_INSTRUCTION,
            "En cours de traitement",
            "En instruction",
            "gestionnaire conseil",
            "info",
        ),
        Etat(
            A_CORRIGER,
            "À corriger",
            "Retournée au partenaire",
            "fournisseurs concernés",
            "erreur",
        ),
        Etat(VALIDEE, "Traitée", "Validée", "personne", "succes"),
        Etat(SANS_OBJET, "Sans objet", "Sans objet", "personne", "neutre"),
    )
}

AVANT_ENVOI = frozenset({A_SAISIR, EN_SAISIE, A_APPROUVER})
CHEZ_LE_PARTENAIRE = AVANT_ENVOI | {A_CORRIGER}
CHEZ_LA_CAF = frozenset({TRANSMISE, EN_INSTRUCTION})
TERMINES = frozenset({VALIDEE, SANS_OBJET})

SAISIR = "saisir"
JUSTIFIER = "justifier"
SIGNER = "signer"
REPRENDRE = "reprendre"
RENVOYER = "renvoyer"
TRANSMETTRE = "transmettre"
PRENDRE_EN_CHARGE = "prendre_en_charge"
DEMANDER_CORRECTION = "demander_correction"
VALIDER = "valider"
RECTIFIER = "rectifier"
DECLARER_SANS_OBJET = "declarer_sans_objet"
RETABLIR = "retablir"
ACCORDER_DEROGATION = "accorder_derogation"


@dataclass(frozen=True)
class Transition:
    """One action: from which states, by whom, towards which state(s).

    ``par_volet`` actions concern one volet and belong to its provider. ``sous_fenetre`` actions
    need the entry to be open on a first sending. Several ``arrivees`` mean that the state reached
    depends on the file (see ``arrivee``); none means that the state does not change.
    """

    action: str
    libelle: str
    departs: frozenset[str]
    arrivees: tuple[str, ...]
    acteurs: frozenset[str]
    par_volet: bool = False
    sous_fenetre: bool = False
    motif: bool = False
    principale: bool = False


_FOURNISSEURS = frozenset({FOURNISSEUR_ACTIVITE, FOURNISSEUR_FINANCES})
_CONSEILLER = frozenset({CONSEILLER})
_EN_COURS = (EN_SAISIE, A_CORRIGER)

TRANSITIONS: Mapping[str, Transition] = {
    t.action: t
    for t in (
        Transition(
            SAISIR,
            "Saisir",
            frozenset({A_SAISIR, EN_SAISIE, A_CORRIGER}),
            _EN_COURS,
            _FOURNISSEURS,
            par_volet=True,
            sous_fenetre=True,
        ),
        Transition(
            JUSTIFIER,
            "Justifier",
            frozenset({A_SAISIR, EN_SAISIE, A_CORRIGER}),
            (),
            _FOURNISSEURS,
            par_volet=True,
            sous_fenetre=True,
        ),
        Transition(
            SIGNER,
            "Terminer et signer ce volet",
            frozenset({A_SAISIR, EN_SAISIE, A_CORRIGER}),
            (EN_SAISIE, A_CORRIGER, A_APPROUVER),
            _FOURNISSEURS,
            par_volet=True,
            sous_fenetre=True,
            principale=True,
        ),
        Transition(
            REPRENDRE,
            "Reprendre la saisie",
            frozenset({EN_SAISIE, A_CORRIGER, A_APPROUVER}),
            _EN_COURS,
            _FOURNISSEURS,
            par_volet=True,
            sous_fenetre=True,
        ),
        Transition(
            RENVOYER,
            "Renvoyer un volet",
            frozenset({A_APPROUVER}),
            _EN_COURS,
            frozenset({APPROBATEUR}),
            motif=True,
        ),
        Transition(
            TRANSMETTRE,
            "Approuver et transmettre à la Caf",
            frozenset({A_APPROUVER}),
            (TRANSMISE,),
            frozenset({APPROBATEUR}),
            sous_fenetre=True,
            principale=True,
        ),
        Transition(
            PRENDRE_EN_CHARGE,
            "Prendre en charge",
            frozenset({TRANSMISE}),
            (EN_INSTRUCTION,),
            _CONSEILLER,
            principale=True,
        ),
        Transition(
            DEMANDER_CORRECTION,
            "Demander une correction",
            frozenset({EN_INSTRUCTION}),
            (A_CORRIGER,),
            _CONSEILLER,
            motif=True,
        ),
        Transition(
            VALIDER,
            "Valider la déclaration",
            frozenset({EN_INSTRUCTION}),
            (VALIDEE,),
            _CONSEILLER,
            principale=True,
        ),
        Transition(
            RECTIFIER,
            "Ouvrir une déclaration rectificative",
            frozenset({VALIDEE}),
            (A_CORRIGER,),
            _CONSEILLER,
            motif=True,
        ),
        Transition(
            DECLARER_SANS_OBJET,
            "Déclarer sans objet",
            CHEZ_LE_PARTENAIRE | CHEZ_LA_CAF,
            (SANS_OBJET,),
            _CONSEILLER,
            motif=True,
        ),
        Transition(
            RETABLIR,
            "Rétablir la déclaration",
            frozenset({SANS_OBJET}),
            tuple(sorted(CHEZ_LE_PARTENAIRE | CHEZ_LA_CAF)),
            _CONSEILLER,
            motif=True,
        ),
        Transition(
            ACCORDER_DEROGATION,
            "Accorder une dérogation",
            AVANT_ENVOI,
            (),
            _CONSEILLER,
            motif=True,
        ),
    )
}


@dataclass(frozen=True)
class Situation:
    """What the rules need to know of a file.

    ``fenetre_ouverte`` tells whether a first sending is possible today, dérogation included.
    ``correction`` is true when the version at work follows one already sent: the window no longer
    matters. ``volets_ouverts`` are those the correction asked for reaches (both at first).
    ``obstacles`` counts, by volet (and « » for both together), the checks that are blocking or
    still to justify.
    """

    etat: str
    fenetre_ouverte: bool = True
    correction: bool = False
    volets_ouverts: frozenset[str] = frozenset(VOLETS)
    volets_signes: frozenset[str] = frozenset()
    obstacles: Mapping[str, int] = field(default_factory=dict)
    version_validee: bool = False
    etat_precedent: str = ""


ROLE = "role"
MOMENT = "moment"


@dataclass(frozen=True)
class Refus:
    """Why an action is refused. ``nature`` is ROLE (a 403) or MOMENT (a message on the page)."""

    nature: str
    message: str


def acteurs_de(action: str, volet: str | None = None) -> frozenset[str]:
    """Return who may do this action; for a volet's action, its provider only."""
    transition = TRANSITIONS[action]
    if transition.par_volet and volet is not None:
        return frozenset({FOURNISSEUR_DU_VOLET[volet]})
    return transition.acteurs


def refus(
    action: str, situation: Situation, acteurs: frozenset[str], volet: str | None = None
) -> Refus | None:
    """Return why this action is refused to these actors in this situation, or None.

    The role is looked at first: what one's role may not do stays a 403 whatever the moment.
    """
    transition = TRANSITIONS[action]
    autorises = acteurs_de(action, volet)
    if not acteurs & autorises:
        qui = " ou ".join(LIBELLES_ACTEUR[a] for a in sorted(autorises))
        return Refus(ROLE, f"Cette action revient à {qui}.".replace("à le ", "au "))
    if situation.etat not in transition.departs:
        libelle = ETATS[situation.etat].partenaire
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


def _refus_volet(action: str, situation: Situation, volet: str | None) -> Refus | None:
    """Refusals that depend on the volet the action is about."""
    if volet is None:
        return None
    nom = LIBELLES_VOLET[volet]
    if action in (SAISIR, SIGNER) and volet in situation.volets_signes:
        return Refus(MOMENT, f"Le volet « {nom} » est déjà signé.")
    if action in (SAISIR, REPRENDRE) and volet not in situation.volets_ouverts:
        return Refus(MOMENT, f"La correction demandée ne porte pas sur le volet « {nom} ».")
    if action == REPRENDRE and volet not in situation.volets_signes:
        return Refus(MOMENT, f"Le volet « {nom} » n’est pas signé.")
    if action == SIGNER:
        restants = situation.obstacles.get(volet, 0)
        if set(VOLETS) - {volet} <= situation.volets_signes:
            restants += situation.obstacles.get("", 0)
        if restants:
            return Refus(
                MOMENT,
                "Il reste "
                + ("un point" if restants == 1 else f"{restants} points")
                + " à corriger ou à justifier avant de signer ce volet.",
            )
    return None


def _refus_dossier(action: str, situation: Situation) -> Refus | None:
    """Refusals that depend on the whole file."""
    if action == TRANSMETTRE:
        if not set(VOLETS) <= situation.volets_signes:
            return Refus(MOMENT, "Les deux volets doivent être signés avant la transmission.")
        if sum(situation.obstacles.values()):
            return Refus(
                MOMENT,
                "Un contrôle de cohérence bloque la transmission : "
                "renvoyez le volet concerné pour correction ou justification.",
            )
    if action == DECLARER_SANS_OBJET and situation.version_validee:
        return Refus(
            MOMENT, "Une version de cette déclaration est validée : elle ne peut être sans objet."
        )
    return None


def arrivee(action: str, situation: Situation, volet: str | None = None) -> str:
    """Return the state reached by an accepted action."""
    transition = TRANSITIONS[action]
    if not transition.arrivees:
        return situation.etat
    if action == RETABLIR:
        return situation.etat_precedent
    if action == SIGNER and set(VOLETS) <= situation.volets_signes | {volet}:
        return A_APPROUVER
    if len(transition.arrivees) == 1:
        return transition.arrivees[0]
    return A_CORRIGER if situation.correction else EN_SAISIE


def actions_de(acteurs: frozenset[str], situation: Situation) -> tuple[Transition, ...]:
    """Return the whole-file actions these actors may do now, main one first."""
    offertes = [
        t
        for t in TRANSITIONS.values()
        if not t.par_volet and refus(t.action, situation, acteurs) is None
    ]
    return tuple(sorted(offertes, key=lambda t: not t.principale))
