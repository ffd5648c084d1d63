"""What a person is for one bilan, and on which side they read it."""

from bilans.models import Bilan
from bilans.regles.cadre import Cadre
from bilans.regles.etats import ActeurBilan
from bilans.services.definitions import cadre_de
from habilitations.models import ROLES_DECLARATION, Equipement, Fonction
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur

_FONCTIONS = {
    "gestionnaire_conseil": Fonction.GESTIONNAIRE_CONSEIL,
    "ccd": Fonction.CHARGE_CONSEIL,
}


def acteurs_sur(acteur: Acteur, bilan: Bilan) -> frozenset[str]:
    """Return what this person is for this bilan; empty when it does not exist for them.

    Who answers and who sends is said by the questionnaire, in the words of roles; the gestionnaire
    conseil and the CCD edit and validate within their portfolio (DOMAINE §5).
    """
    if acteur.dossier_du_lien is not None:
        siens = frozenset({ActeurBilan.REPONDANT, ActeurBilan.EMETTEUR})
        return siens if acteur.dossier_du_lien == bilan.pk else frozenset()
    if bilan.equipement is None:
        return _sur_une_commune(acteur, bilan)
    cadre = cadre_de(bilan)
    roles = acteur.roles_sur(bilan.equipement) & frozenset(ROLES_DECLARATION)
    trouves = comme_partenaire(roles, cadre)
    fonctions = acteur.fonctions_sur(bilan.equipement)
    if acteur.suit(bilan.equipement) or _est_le_ccd(acteur, bilan.equipement):
        trouves.add(ActeurBilan.CONSEILLER)
    elif fonctions & set(FONCTIONS_INSTRUCTION):
        trouves.add(ActeurBilan.LECTEUR_CAF)
    accompagnants = {_FONCTIONS[code] for code in cadre.accompagne}
    if Fonction.CHARGE_CONSEIL in accompagnants & fonctions or (
        ActeurBilan.CONSEILLER in trouves and accompagnants
    ):
        trouves.add(ActeurBilan.ACCOMPAGNANT)
    return frozenset(trouves)


def est_cote_caf(acteurs: frozenset[str]) -> bool:
    """Tell whether a bilan is shown with the labels of the Caf."""
    return bool(acteurs & {ActeurBilan.CONSEILLER, ActeurBilan.LECTEUR_CAF})


def comme_partenaire(roles: frozenset[str], cadre: Cadre) -> set[ActeurBilan]:
    """What these roles at the partner make of a person, as the questionnaire says."""
    trouves: set[ActeurBilan] = set()
    if roles & set(cadre.remplit):
        trouves.add(ActeurBilan.REPONDANT)
    if cadre.envoie in roles:
        trouves.add(ActeurBilan.EMETTEUR)
    if roles and not trouves:
        trouves.add(ActeurBilan.LECTEUR_PARTENAIRE)
    return trouves


def _sur_une_commune(acteur: Acteur, bilan: Bilan) -> frozenset[str]:
    """A commune answers by a personal link; any adviser or CCD of its Caf follows it."""
    suit = bilan.caf_id in acteur.cafs_comme(FONCTIONS_INSTRUCTION)
    return frozenset({ActeurBilan.CONSEILLER}) if suit else frozenset()


def _est_le_ccd(acteur: Acteur, equipement: Equipement) -> bool:
    """Tell whether this person supports the partner as CCD.

    Portfolios are those of the gestionnaires conseil: the CCD who stands in none follows the whole
    Caf (H), who stands in some follows those.
    """
    if Fonction.CHARGE_CONSEIL not in acteur.fonctions_sur(equipement):
        return False
    return not acteur.portefeuilles or equipement.portefeuille_id in acteur.portefeuilles
