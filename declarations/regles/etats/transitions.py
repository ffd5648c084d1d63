"""The transition table: each action, from where to where, by whom (DOMAINE §3.1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from declarations.regles.etats.vocabulaire import (
    AVANT_ENVOI,
    CHEZ_LA_CAF,
    CHEZ_LE_PARTENAIRE,
    ActeurDossier,
    Action,
    Etat,
)


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


_FOURNISSEURS = frozenset(
    {
        ActeurDossier.FOURNISSEUR_ACTIVITE,
        ActeurDossier.FOURNISSEUR_FINANCES,
        ActeurDossier.SAISIE_CAF,
    }
)
_CONSEILLER = frozenset({ActeurDossier.CONSEILLER})
_EN_COURS = (Etat.EN_SAISIE, Etat.A_CORRIGER)

TRANSITIONS: Mapping[str, Transition] = {
    t.action: t
    for t in (
        Transition(
            Action.SAISIR,
            "Saisir",
            frozenset({Etat.A_SAISIR, Etat.EN_SAISIE, Etat.A_CORRIGER}),
            _EN_COURS,
            _FOURNISSEURS,
            par_volet=True,
            sous_fenetre=True,
        ),
        Transition(
            Action.JUSTIFIER,
            "Justifier",
            frozenset({Etat.A_SAISIR, Etat.EN_SAISIE, Etat.A_CORRIGER}),
            (),
            _FOURNISSEURS,
            par_volet=True,
            sous_fenetre=True,
        ),
        Transition(
            Action.SIGNER,
            "Terminer et signer ce volet",
            frozenset({Etat.A_SAISIR, Etat.EN_SAISIE, Etat.A_CORRIGER}),
            (Etat.EN_SAISIE, Etat.A_CORRIGER, Etat.A_APPROUVER),
            _FOURNISSEURS,
            par_volet=True,
            sous_fenetre=True,
            principale=True,
        ),
        Transition(
            Action.REPRENDRE,
            "Reprendre la saisie",
            frozenset({Etat.EN_SAISIE, Etat.A_CORRIGER, Etat.A_APPROUVER}),
            _EN_COURS,
            _FOURNISSEURS,
            par_volet=True,
            sous_fenetre=True,
        ),
        Transition(
            Action.RENVOYER,
            "Renvoyer un volet",
            frozenset({Etat.A_APPROUVER}),
            _EN_COURS,
            frozenset({ActeurDossier.APPROBATEUR}),
            motif=True,
        ),
        Transition(
            Action.TRANSMETTRE,
            "Approuver et transmettre à la Caf",
            frozenset({Etat.A_APPROUVER}),
            (Etat.TRANSMISE,),
            frozenset({ActeurDossier.APPROBATEUR}),
            sous_fenetre=True,
            principale=True,
        ),
        Transition(
            Action.PRENDRE_EN_CHARGE,
            "Prendre en charge",
            frozenset({Etat.TRANSMISE}),
            (Etat.EN_INSTRUCTION,),
            _CONSEILLER,
            principale=True,
        ),
        Transition(
            Action.DEMANDER_CORRECTION,
            "Demander une correction",
            frozenset({Etat.EN_INSTRUCTION}),
            (Etat.A_CORRIGER,),
            _CONSEILLER,
            motif=True,
        ),
        Transition(
            Action.VALIDER,
            "Valider la déclaration",
            frozenset({Etat.EN_INSTRUCTION}),
            (Etat.VALIDEE,),
            _CONSEILLER,
            principale=True,
        ),
        Transition(
            Action.RECTIFIER,
            "Ouvrir une déclaration rectificative",
            frozenset({Etat.VALIDEE}),
            (Etat.A_CORRIGER,),
            _CONSEILLER,
            motif=True,
        ),
        Transition(
            Action.DECLARER_SANS_OBJET,
            "Déclarer sans objet",
            CHEZ_LE_PARTENAIRE | CHEZ_LA_CAF,
            (Etat.SANS_OBJET,),
            _CONSEILLER,
            motif=True,
        ),
        Transition(
            Action.RETABLIR,
            "Rétablir la déclaration",
            frozenset({Etat.SANS_OBJET}),
            tuple(sorted(CHEZ_LE_PARTENAIRE | CHEZ_LA_CAF)),
            _CONSEILLER,
            motif=True,
        ),
        Transition(
            Action.ACCORDER_DEROGATION,
            "Accorder une dérogation",
            AVANT_ENVOI,
            (),
            _CONSEILLER,
            motif=True,
        ),
        Transition(
            Action.ASSISTER,
            "Saisir pour le partenaire",
            frozenset({Etat.A_SAISIR, Etat.EN_SAISIE, Etat.A_CORRIGER}),
            (),
            _CONSEILLER,
            sous_fenetre=True,
            motif=True,
        ),
        Transition(
            Action.CESSER_ASSISTER,
            "Rendre la saisie au partenaire",
            CHEZ_LE_PARTENAIRE,
            (),
            _CONSEILLER,
        ),
    )
}
