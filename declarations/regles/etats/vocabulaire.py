"""States of a declaration, what is done with it, and people around it (DOMAINE §3.1).

The database keeps these values as they are: renaming one is a migration.
"""

from enum import StrEnum

from declarations.regles.grille import ACTIVITE, FINANCES


class Etat(StrEnum):
    """Where a declaration stands, in the order of its life."""

    A_SAISIR = "a_saisir"
    EN_SAISIE = "en_saisie"
    A_APPROUVER = "a_approuver"
    TRANSMISE = "transmise"
    EN_INSTRUCTION = "en_instruction"
    A_CORRIGER = "a_corriger"
    VALIDEE = "validee"
    SANS_OBJET = "sans_objet"


class Action(StrEnum):
    """What is done with a declaration: one row of the transition table each."""

    SAISIR = "saisir"
    JUSTIFIER = "justifier"
    SIGNER = "signer"
    RETIRER_SIGNATURE = "retirer_signature"
    RENVOYER = "renvoyer"
    TRANSMETTRE = "transmettre"
    PRENDRE_EN_CHARGE = "prendre_en_charge"
    DEMANDER_CORRECTION = "demander_correction"
    VALIDER = "valider"
    RECTIFIER = "rectifier"
    ELARGIR_CORRECTION = "elargir_correction"
    RETIRER_CORRECTION = "retirer_correction"
    DECLARER_SANS_OBJET = "declarer_sans_objet"
    RETABLIR = "retablir"
    ACCORDER_DEROGATION = "accorder_derogation"
    RETIRER_DEROGATION = "retirer_derogation"
    ASSISTER = "assister"
    CESSER_ASSISTER = "cesser_assister"


class ActeurDossier(StrEnum):
    """Who acts, seen from one file. A person may be several of these at once."""

    FOURNISSEUR_ACTIVITE = "fournisseur_activite"
    FOURNISSEUR_FINANCES = "fournisseur_finances"
    APPROBATEUR = "approbateur"
    CONSEILLER = "conseiller"  # gestionnaire conseil who holds the portfolio, or the substitute
    LECTEUR_CAF = "lecteur_caf"  # other agents of the same Caf who read files
    SAISIE_CAF = "saisie_caf"  # the adviser, while typing in the partner's place is open


AVANT_ENVOI = frozenset({Etat.A_SAISIR, Etat.EN_SAISIE, Etat.A_APPROUVER})
CHEZ_LE_PARTENAIRE = AVANT_ENVOI | {Etat.A_CORRIGER}
CHEZ_LA_CAF = frozenset({Etat.TRANSMISE, Etat.EN_INSTRUCTION})
TERMINES = frozenset({Etat.VALIDEE, Etat.SANS_OBJET})

FOURNISSEUR_DU_VOLET = {
    ACTIVITE: ActeurDossier.FOURNISSEUR_ACTIVITE,
    FINANCES: ActeurDossier.FOURNISSEUR_FINANCES,
}
