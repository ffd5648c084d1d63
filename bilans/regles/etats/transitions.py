"""The transition table: each action, from where to where, by whom (DOMAINE §5).

A new act is one row here, its service, and its words in ``bilans.actes_en_mots``.
"""

from bilans.regles.etats.vocabulaire import (
    AVANT_ENVOI,
    CHEZ_LA_CAF,
    CHEZ_LE_PARTENAIRE,
    ActeurBilan,
    Action,
    Etat,
)
from portal.dossiers.regles.transitions import Transition

_CONSEILLER = frozenset({ActeurBilan.CONSEILLER})

TRANSITIONS = (
    Transition(
        Action.REPONDRE,
        "Remplir le bilan",
        CHEZ_LE_PARTENAIRE,
        (Etat.EN_COURS, Etat.A_COMPLETER),
        frozenset({ActeurBilan.REPONDANT, ActeurBilan.ACCOMPAGNANT}),
        vue="bilans:repondre",
        sous_fenetre=True,
    ),
    Transition(
        Action.TRANSMETTRE,
        "Relire et transmettre à la Caf",
        CHEZ_LE_PARTENAIRE,
        (Etat.TRANSMIS,),
        frozenset({ActeurBilan.EMETTEUR}),
        verbe="transmis",
        vue="bilans:transmission",
        sous_fenetre=True,
        principale=True,
    ),
    Transition(
        Action.PRENDRE_EN_CHARGE,
        "Prendre en charge",
        frozenset({Etat.TRANSMIS}),
        (Etat.EN_VALIDATION,),
        _CONSEILLER,
        verbe="pris_en_charge",
        vue="bilans:prise_en_charge",
    ),
    Transition(
        Action.MODIFIER,
        "Modifier une réponse",
        CHEZ_LA_CAF,
        (Etat.EN_VALIDATION,),
        _CONSEILLER,
        verbe="reponse_modifiee",
        motif=True,
    ),
    Transition(
        Action.DEMANDER_COMPLEMENT,
        "Demander un complément",
        CHEZ_LA_CAF,
        (Etat.A_COMPLETER,),
        _CONSEILLER,
        verbe="complement_demande",
        vue="bilans:complement",
        motif=True,
    ),
    Transition(
        Action.VALIDER,
        "Valider le bilan",
        CHEZ_LA_CAF,
        (Etat.VALIDE,),
        _CONSEILLER,
        verbe="valide",
        vue="bilans:validation",
        attendue=True,
        principale=True,
    ),
    Transition(
        Action.ROUVRIR,
        "Rouvrir la validation",
        frozenset({Etat.VALIDE}),
        (Etat.EN_VALIDATION,),
        _CONSEILLER,
        verbe="rouvert",
        vue="bilans:reouverture",
        motif=True,
    ),
    Transition(
        Action.DECLARER_SANS_OBJET,
        "Déclarer sans objet",
        CHEZ_LE_PARTENAIRE | CHEZ_LA_CAF,
        (Etat.SANS_OBJET,),
        _CONSEILLER,
        verbe="sans_objet",
        vue="bilans:sans_objet",
        motif=True,
    ),
    Transition(
        Action.RETABLIR,
        "Rétablir le bilan",
        frozenset({Etat.SANS_OBJET}),
        tuple(sorted(CHEZ_LE_PARTENAIRE | CHEZ_LA_CAF)),
        _CONSEILLER,
        verbe="retabli",
        vue="bilans:retablissement",
        motif=True,
    ),
    Transition(
        Action.ACCORDER_DEROGATION,
        "Accorder une dérogation",
        AVANT_ENVOI,
        (),
        _CONSEILLER,
        verbe="derogation",
        vue="bilans:derogation",
        motif=True,
    ),
)
