"""States of a bilan, what is done with it, and people around it (DOMAINE §5).

The database keeps these values as they are: renaming one is a migration.
"""

from enum import StrEnum


class Etat(StrEnum):
    """Where a bilan stands, in the order of its life."""

    A_REMPLIR = "a_remplir"
    EN_COURS = "en_cours"
    TRANSMIS = "transmis"
    EN_VALIDATION = "en_validation"
    A_COMPLETER = "a_completer"
    VALIDE = "valide"
    SANS_OBJET = "sans_objet"


class Action(StrEnum):
    """What is done with a bilan: one row of the transition table each."""

    REPONDRE = "repondre"
    TRANSMETTRE = "transmettre"
    PRENDRE_EN_CHARGE = "prendre_en_charge"
    MODIFIER = "modifier"
    DEMANDER_COMPLEMENT = "demander_complement"
    VALIDER = "valider"
    ROUVRIR = "rouvrir"
    DECLARER_SANS_OBJET = "declarer_sans_objet"
    RETABLIR = "retablir"
    ACCORDER_DEROGATION = "accorder_derogation"
    RETIRER_DEROGATION = "retirer_derogation"


class ActeurBilan(StrEnum):
    """Who acts, seen from one bilan. A person may be several of these at once."""

    REPONDANT = "repondant"  # answers: who the questionnaire names, at the partner or by a link
    EMETTEUR = "emetteur"  # sends: who the questionnaire names
    ACCOMPAGNANT = "accompagnant"  # of the Caf, fills it with the partner (self-assessment)
    CONSEILLER = "conseiller"  # gestionnaire conseil or CCD of the portfolio, or substitute
    LECTEUR_PARTENAIRE = "lecteur_partenaire"  # other roles of the partner, who read
    LECTEUR_CAF = "lecteur_caf"  # other agents of the same Caf who read bilans


AVANT_ENVOI = frozenset({Etat.A_REMPLIR, Etat.EN_COURS})
CHEZ_LE_PARTENAIRE = AVANT_ENVOI | {Etat.A_COMPLETER}
CHEZ_LA_CAF = frozenset({Etat.TRANSMIS, Etat.EN_VALIDATION})
# Sent at least once.
ENVOYES = CHEZ_LA_CAF | {Etat.A_COMPLETER, Etat.VALIDE}
