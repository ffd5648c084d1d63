"""Whom each act on a bilan tells, and in which words: one row for each act and audience.

The sentences say neither an answer nor a reason. ``{caf}``, ``{partenaire}`` and ``{qui}`` (who did
it) are always given; ``{pour_le}`` and ``{expire_le}`` when the act bears that day; ``{campagne}``
and ``{echeance}`` for what is decided of a whole campaign.
"""

from bilans.regles.etats.vocabulaire import (
    AVANT_ENVOI,
    CHEZ_LA_CAF,
    ActeurBilan,
    Action,
    Etat,
)
from portal.dossiers.regles.nouvelles import Nouvelle, nouvelles_dites, tient_encore

LECTURE = "bilans:lecture"
_PARTENAIRE = frozenset({ActeurBilan.REPONDANT, ActeurBilan.EMETTEUR})
_CONSEILLER = frozenset({ActeurBilan.CONSEILLER})

NOUVELLES = (
    Nouvelle(
        Action.TRANSMETTRE,
        _CONSEILLER,
        "Un bilan est transmis",
        "{partenaire} a transmis ce bilan : il est à valider.",
        LECTURE,
        frozenset({Etat.TRANSMIS}),
    ),
    Nouvelle(
        Action.TRANSMETTRE,
        _PARTENAIRE,
        "Votre bilan est transmis à la Caf",
        "{qui} a transmis ce bilan à la {caf}.",
        LECTURE,
        CHEZ_LA_CAF | {Etat.VALIDE},
    ),
    Nouvelle(
        Action.MODIFIER,
        _PARTENAIRE,
        "La Caf a modifié une réponse de votre bilan",
        "La {caf} a modifié une ou plusieurs réponses, et dit pourquoi sur le portail.",
        LECTURE,
        CHEZ_LA_CAF | {Etat.A_COMPLETER, Etat.VALIDE},
    ),
    Nouvelle(
        Action.DEMANDER_COMPLEMENT,
        _PARTENAIRE,
        "La Caf vous demande de compléter votre bilan",
        "La {caf} vous demande un complément, à transmettre pour le {pour_le}, et dit pourquoi "
        "sur le portail.",
        tant_que=frozenset({Etat.A_COMPLETER}),
    ),
    Nouvelle(
        Action.VALIDER,
        _PARTENAIRE,
        "Votre bilan est validé",
        "La {caf} a validé ce bilan : vous n’avez plus rien à faire.",
        LECTURE,
        frozenset({Etat.VALIDE}),
    ),
    Nouvelle(
        Action.ROUVRIR,
        _PARTENAIRE,
        "La validation de votre bilan est rouverte",
        "La {caf} revient sur sa validation et relit ce bilan. Rien n’est attendu de vous pour le "
        "moment.",
        LECTURE,
        frozenset({Etat.EN_VALIDATION}),
    ),
    Nouvelle(
        Action.DECLARER_SANS_OBJET,
        _PARTENAIRE,
        "Un bilan n’a plus d’objet",
        "La {caf} a déclaré ce bilan sans objet : vous n’avez plus rien à faire.",
        tant_que=frozenset({Etat.SANS_OBJET}),
    ),
    Nouvelle(
        Action.RETABLIR,
        _PARTENAIRE,
        "Un bilan est rétabli",
        "La {caf} a rétabli ce bilan, qu’elle avait déclaré sans objet.",
        tant_que=frozenset(Etat) - {Etat.SANS_OBJET},
    ),
    Nouvelle(
        Action.ACCORDER_DEROGATION,
        _PARTENAIRE,
        "La Caf vous accorde une dérogation",
        "La {caf} vous laisse remplir et transmettre ce bilan jusqu’au {expire_le} inclus.",
        tant_que=AVANT_ENVOI,
    ),
    Nouvelle(
        Action.RETIRER_DEROGATION,
        _PARTENAIRE,
        "La Caf retire une dérogation",
        "La {caf} retire la dérogation qui courait jusqu’au {expire_le}, et dit pourquoi sur le "
        "portail.",
        tant_que=AVANT_ENVOI,
    ),
)

# What is decided of a campaign: no act on a file, told of each that its partner has not sent yet.
SUSPENDUE, REPRISE, DATEE = "campagne_suspendue", "campagne_reprise", "campagne_datee"
DES_CAMPAGNES = (
    Nouvelle(
        SUSPENDUE,
        _PARTENAIRE,
        "Une campagne de bilans est suspendue",
        "{qui} a suspendu la campagne « {campagne} » : rien n’est attendu de vous jusqu’à la "
        "reprise. Vos réponses sont gardées.",
        tant_que=AVANT_ENVOI,
    ),
    Nouvelle(
        REPRISE,
        _PARTENAIRE,
        "Une campagne de bilans reprend",
        "{qui} a repris la campagne « {campagne} » : vos réponses sont attendues pour le "
        "{echeance} inclus.",
        tant_que=AVANT_ENVOI,
    ),
    Nouvelle(
        DATEE,
        _PARTENAIRE,
        "Les dates d’une campagne de bilans changent",
        "{qui} a changé les dates de la campagne « {campagne} » : vos réponses sont attendues "
        "pour le {echeance} inclus.",
        tant_que=AVANT_ENVOI,
    ),
)


def nouvelles_de(action: str, etat: str) -> tuple[Nouvelle, ...]:
    """What an act that led to this state tells, the first row that names a person being theirs."""
    return nouvelles_dites(NOUVELLES, action, etat)


def nouvelle_de_campagne(acte: str) -> Nouvelle:
    """What is told of a campaign suspended, resumed or given other dates."""
    return next(ligne for ligne in DES_CAMPAGNES if ligne.action == acte)


def encore_vraie(action: str, acteurs: frozenset[str], etat: str) -> bool:
    """Tell whether what an act told to these people holds in this state."""
    return tient_encore((*NOUVELLES, *DES_CAMPAGNES), action, acteurs, etat)


def campagne_telle_que_dite(action: str, *, suspendue: bool) -> bool:
    """Tell whether a campaign is still as an act says; acts that say nothing of it always hold."""
    return {SUSPENDUE: True, REPRISE: False}.get(action, suspendue) == suspendue
