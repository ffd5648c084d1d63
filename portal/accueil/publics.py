"""Who is offered an entry of the menu: plain predicates on the person."""

from habilitations.models import Fonction
from habilitations.permissions import Acteur
from subventions.diagnostics.services.acces import ouvre_des_diagnostics
from subventions.paiements.models import ROLES_COMPTE


def chacun(acteur: Acteur) -> bool:
    return True


def partenaire(acteur: Acteur) -> bool:
    return acteur.est_partenaire


def instructeur(acteur: Acteur) -> bool:
    return acteur.est_instructeur


def conseiller(acteur: Acteur) -> bool:
    return Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions


def instructeur_ou_national(acteur: Acteur) -> bool:
    return acteur.est_instructeur or acteur.est_national


def lit_les_equipements(acteur: Acteur) -> bool:
    return acteur.est_instructeur or acteur.est_responsable_habilitations


def tient_l_annuaire(acteur: Acteur) -> bool:
    return acteur.est_responsable_habilitations or acteur.est_national


def suit_les_adhesions(acteur: Acteur) -> bool:
    return acteur.est_responsable_habilitations or (
        not acteur.est_agent and bool(acteur.adhesions_suivies)
    )


def suit_des_diagnostics(acteur: Acteur) -> bool:
    return ouvre_des_diagnostics(acteur)


def prepare_des_donnees_ouvertes(acteur: Acteur) -> bool:
    return acteur.est_national or Fonction.CHARGE_CONSEIL in acteur.fonctions


def gere_des_droits(acteur: Acteur) -> bool:
    return acteur.gere_des_droits


def agent(acteur: Acteur) -> bool:
    return acteur.est_agent


def concerne(acteur: Acteur) -> bool:
    return acteur.est_partenaire or acteur.est_agent


def administre(acteur: Acteur) -> bool:
    return acteur.utilisateur.is_staff


def agent_d_une_caf(acteur: Acteur) -> bool:
    return acteur.est_instructeur or acteur.est_responsable_habilitations


def suit_les_comptes(acteur: Acteur) -> bool:
    return agent_d_une_caf(acteur) or any(h.role in ROLES_COMPTE for h in acteur.habilitations)
