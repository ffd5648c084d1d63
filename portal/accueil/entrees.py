"""What the main menu offers, to whom, and which pages belong to each of its entries.

The one place where a new list is written: an ``Entree`` of a group, here or in the file of its
trade beside. ``menu`` draws them; ``tests/accueil/test_menu.py`` opens every entry as everybody who
is offered it.
"""

from portal.accueil import publics
from portal.accueil.entree import Entree, Groupe, pages_de
from portal.accueil.entrees_dossiers import BILANS, DECLARATIONS
from portal.accueil.entrees_partenaires import ANNUAIRE, PARTENAIRES
from portal.accueil.entrees_subventions import SUBVENTIONS

# In the order of the menu.
GROUPES = (
    Groupe("", (Entree("À faire", "accueil:a_faire"),)),
    DECLARATIONS,
    BILANS,
    SUBVENTIONS,
    PARTENAIRES,
    ANNUAIRE,
    Groupe(
        "Référentiels",
        (
            Entree(
                "Barèmes",
                "subventions:baremes",
                publics.agent,
                pages_de("subventions", "comparer"),
                reste="propositions",
            ),
            Entree("Contrôles", "declarations:catalogue_controles", publics.concerne),
            Entree(
                "Données ouvertes",
                "ouvertes:page",
                publics.prepare_des_donnees_ouvertes,
                reste="ouvertes",
            ),
            Entree("Administration", "admin:index", publics.administre),
        ),
    ),
    Groupe("", (Entree("Aide", "accueil:aide"),)),
)

# The menu under one's name; the rest of one's security is reached from the second page.
COMPTE = (
    Entree("Mes droits", "habilitations:mes_droits"),
    Entree("Mes connexions", "mes_connexions"),
    Entree("Sécurité de mon compte", "mfa_index"),
    Entree("Changer mon mot de passe", "account_change_password"),
)
