"""The transition table: each action, from where to where, by whom (DOMAINE §3.1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from declarations.regles.etats.libelles import (
    A_APPROUVER,
    A_CORRIGER,
    A_SAISIR,
    APPROBATEUR,
    AVANT_ENVOI,
    CHEZ_LA_CAF,
    CHEZ_LE_PARTENAIRE,
    CONSEILLER,
    EN_INSTRUCTION,
    EN_SAISIE,
    FOURNISSEUR_ACTIVITE,
    FOURNISSEUR_FINANCES,
    SAISIE_CAF,
    SANS_OBJET,
    TRANSMISE,
    VALIDEE,
)

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
ASSISTER = "assister"
CESSER_ASSISTER = "cesser_assister"


@dataclass(frozen=True)
class Transition:
    """One action: from which states, by whom, towards which state(s).

    ``par_volet`` actions concern one volet and belong to its provider, or to the adviser while
    they type in the partner's place. ``sous_fenetre`` actions
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


_FOURNISSEURS = frozenset({FOURNISSEUR_ACTIVITE, FOURNISSEUR_FINANCES, SAISIE_CAF})
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
        Transition(
            ASSISTER,
            "Saisir pour le partenaire",
            frozenset({A_SAISIR, EN_SAISIE, A_CORRIGER}),
            (),
            _CONSEILLER,
            sous_fenetre=True,
            motif=True,
        ),
        Transition(
            CESSER_ASSISTER,
            "Rendre la saisie au partenaire",
            CHEZ_LE_PARTENAIRE,
            (),
            _CONSEILLER,
        ),
    )
}
