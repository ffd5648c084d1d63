"""Accounts of the demonstration: one password for all, and the list of those worth trying."""

import os
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password

from habilitations.models import Utilisateur

DOMAINE = "demo.example"
# Printed by « make demo » and of no use elsewhere: the command that sets it refuses to run outside
# a demonstration.
MOT_DE_PASSE = "bienvenue-sur-le-portail"


@dataclass(frozen=True)
class Compte:
    """One line of the list: who it is, and what to do with it first."""

    email: str
    role: str
    a_essayer: str


COMPTES = (
    Compte("activite", "Fournisseur d’activité", "saisir la réelle d’un Espace à trois antennes"),
    Compte("finances", "Fournisseur financier", "finir un compte de résultat, corriger un compte"),
    Compte("approbateur", "Approbateur", "approuver et transmettre à la Caf"),
    Compte(
        "delegue", "Gestionnaire des droits", "mode délégué : donner des droits, finir la revue"
    ),
    Compte("maurienne", "Un seul équipement", "un droit sur un seul de quatre équipements"),
    Compte("plusieurs", "Plusieurs rôles", "trois partenaires, deux Caf, un seul compte"),
    Compte("monique.texier", "Tous les rôles", "petit CCAS de Charente, barème non publié"),
    Compte("clas.activite", "Clas, activité", "confirmer ce qui est repris, en ajouter"),
    Compte("clas.finances", "Clas, finances", "saisir les comptes d’un projet repris d’ELAN"),
    Compte("clas.approbateur", "Clas, approbateur", "bonus et un collectif de plus que notifié"),
    Compte("clas.ville", "Clas, ville", "12 collectifs, et un Clas venu d’ailleurs"),
    Compte("clas.quarante", "Clas, 40 collectifs", "une longue saisie, en plusieurs pages"),
    Compte("cct.activite", "CCT, activité", "un poste vacant fin août, aucun salaire"),
    Compte("cct.finances", "CCT, finances", "saisir les salaires des deux postes"),
    Compte("cct.approbateur", "CCT, approbateur", "suivre une réelle et une actualisée"),
    Compte("cct.assistee", "CCT, tous les rôles", "approuver ce que le conseiller a saisi"),
    Compte("cct.charente", "CCT, Charente", "l’estimation au taux local de 80 %"),
    Compte("adhesion", "Représentante qui adhère", "finir la fiche, reprendre une pièce refusée"),
    Compte("adhesion.interco", "Présidente qui adhère", "télécharger une PJ 3 remplie, la déposer"),
    Compte("conseiller", "Gestionnaire conseil", "instruire, valider, reprendre d’ELAN, appeler"),
    Compte("remplacant", "Remplaçant", "les mêmes dossiers, et son propre portefeuille"),
    Compte("ccd", "Chargé de conseil", "lire les dossiers de la Caf de la Savoie"),
    Compte("habilitations", "Resp. des habilitations", "adhésions, revue, partenaire suspendu"),
    Compte("conseiller.charente", "Conseiller de Charente", "une CCT à 80 % à instruire"),
    Compte("conseiller.nord", "Conseiller du Nord", "un retard à relancer, rien de la Savoie"),
    Compte("national", "Administrateur national", "calendrier, seuils, barèmes : /admin/"),
)


def adresse(nom: str) -> str:
    return f"{nom}@{DOMAINE}"


def mot_de_passe() -> str:
    return os.environ.get("DEMO_MOT_DE_PASSE") or MOT_DE_PASSE


def accorder_les_mots_de_passe() -> int:
    """Give every account the demonstration's password, where it is not; return how many changed.

    They share one hash, so that a second start checks a single one: hashing is slow by design.
    """
    comptes = Utilisateur.objects.filter(email__endswith=f"@{DOMAINE}")
    connus = list(comptes.order_by().values_list("password", flat=True).distinct())
    bons = [h for h in connus if len(connus) == 1 and check_password(mot_de_passe(), h)]
    if bons:
        return 0
    return comptes.update(password=make_password(mot_de_passe()))


def liste() -> str:
    """The accounts, aligned, with what to try and the password."""
    lignes = [(adresse(c.email), c.role, c.a_essayer) for c in COMPTES]
    largeurs = [max(len(ligne[i]) for ligne in lignes) for i in (0, 1)]
    return "\n".join(
        [
            f"Comptes de démonstration – mot de passe pour tous : {mot_de_passe()}",
            "",
            *(
                f"  {email:<{largeurs[0]}}  {role:<{largeurs[1]}}  {essai}"
                for email, role, essai in lignes
            ),
        ]
    )
