"""States of a declaration and people around it (DOMAINE §3.1).

The labels are a hypothesis (H), their order is a rule (S: anomalies are justified before sending,
then the processing is followed).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from declarations.regles.grille import ACTIVITE, FINANCES

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
SAISIE_CAF = "saisie_caf"  # the adviser, while typing in the partner's place is open
ACTEURS = (
    FOURNISSEUR_ACTIVITE,
    FOURNISSEUR_FINANCES,
    APPROBATEUR,
    CONSEILLER,
    LECTEUR_CAF,
    SAISIE_CAF,
)

FOURNISSEUR_DU_VOLET = {ACTIVITE: FOURNISSEUR_ACTIVITE, FINANCES: FOURNISSEUR_FINANCES}
LIBELLES_VOLET = {ACTIVITE: "données d’activité", FINANCES: "données financières"}

LIBELLES_ACTEUR = {
    FOURNISSEUR_ACTIVITE: "le fournisseur de données d’activité",
    FOURNISSEUR_FINANCES: "le fournisseur de données financières",
    APPROBATEUR: "l’approbateur",
    CONSEILLER: "le gestionnaire conseil de la Caf",
    LECTEUR_CAF: "un autre agent de la Caf",
    SAISIE_CAF: "le gestionnaire conseil qui saisit pour le partenaire",
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
