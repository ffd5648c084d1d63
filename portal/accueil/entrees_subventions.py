"""What the main menu offers of money: rights, payments, simulations."""

from portal.accueil import publics
from portal.accueil.entree import Entree, Groupe, pages_de

SUBVENTIONS = Groupe(
    "Subventions",
    (
        Entree(
            "Mes subventions",
            "droits:suivi",
            publics.partenaire,
            pages_de("paiements", "echeancier", "indu"),
            reste="droits",
        ),
        Entree(
            "Droits à suivre",
            "droits:file",
            publics.instructeur,
            pages_de("paiements", "echeancier", "accepter_ecart", "notifier_indu"),
            reste="droits",
        ),
        Entree(
            "Lots de paiements",
            "paiements:lots",
            publics.instructeur,
            reste="paiements",
        ),
        Entree(
            "Indus",
            "paiements:indus",
            publics.instructeur,
            pages_de("paiements", "indu", "rembourser_indu", "mode_indu", "annuler_indu"),
        ),
        Entree(
            "Comptes bancaires",
            "paiements:comptes",
            publics.suit_les_comptes,
            pages_de(
                "paiements",
                "compte",
                "proposer_compte",
                "confirmer_compte",
                "refuser_compte",
                "compte_payeur",
            ),
        ),
        Entree(
            "Profils d’acomptes",
            "paiements:profils",
            publics.agent_d_une_caf,
            pages_de("paiements", "attribuer_profil"),
        ),
        Entree(
            "Diagnostics",
            "diagnostics:liste",
            publics.suit_des_diagnostics,
            reste="diagnostics",
        ),
        Entree("Simulations", "simulations:liste", publics.partenaire, reste="simulations"),
        Entree(
            "Projections",
            "simulations:projections",
            publics.instructeur,
            pages_de("simulations", "nouvelle_projection", "projection"),
        ),
    ),
)
