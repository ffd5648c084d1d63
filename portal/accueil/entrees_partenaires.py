"""What the main menu offers of partners and people: équipements, adhesions, rights, annuaire."""

from portal.accueil import publics
from portal.accueil.entree import Entree, Groupe, pages_de

PARTENAIRES = Groupe(
    "Partenaires",
    (
        Entree(
            "Équipements",
            "habilitations:equipements",
            publics.lit_les_equipements,
            pages_de(
                "declarations",
                "equipement",
                "transfert",
                "annuler_transfert",
                "retirer_poste",
            ),
            reste="habilitations",
        ),
        Entree(
            "Adhésions",
            "adhesions:liste",
            publics.suit_les_adhesions,
            pages_de("bilans", "conclure_adhesion"),
            reste="adhesions",
        ),
        Entree(
            "Droits par partenaire",
            "habilitations:partenaires",
            publics.gere_des_droits,
            pages_de(
                "habilitations",
                "partenaire",
                "accorder",
                "suspendre_partenaire",
                "reprendre_partenaire",
                "suspendre_personne",
                "imposer_mot_de_passe",
                "demander_secours",
                "secours",
                "cosigner_secours",
                "refuser_secours",
                "suspendre_droit",
                "reprendre_droit",
                "retirer_droit",
                "deleguer",
                "reprendre_delegation",
                "demander_droit",
                "interim",
            )
            | pages_de("declarations", "fusion"),
        ),
        Entree("Revue des accès", "revues:suivi", publics.gere_des_droits, reste="revues"),
        Entree(
            "Personnes et droits",
            "habilitations:personnes",
            publics.gere_des_droits,
            pages_de("habilitations", "droits_personne", "acte"),
        ),
    ),
)

ANNUAIRE = Groupe(
    "Annuaire",
    (
        Entree(
            "Gestionnaires",
            "annuaire:gestionnaires",
            publics.tient_l_annuaire,
            reste="annuaire",
        ),
        Entree(
            "Équipements de l’annuaire",
            "annuaire:equipements",
            publics.tient_l_annuaire,
            pages_de(
                "annuaire",
                "ajouter_equipement",
                "equipement",
                "modifier_equipement",
                "fermer_equipement",
                "rouvrir_equipement",
                "supprimer_equipement",
                "ajouter_lieu",
                "ajouter_convention",
                "convention",
                "supprimer_convention",
            ),
        ),
        Entree(
            "Lieux d’accueil",
            "annuaire:lieux",
            publics.tient_l_annuaire,
            pages_de("annuaire", "lieu", "supprimer_lieu"),
        ),
        Entree("Papiers", "annuaire:papiers", publics.tient_l_annuaire),
        Entree(
            "Portefeuilles",
            "annuaire:portefeuilles",
            publics.tient_l_annuaire,
            pages_de(
                "annuaire",
                "ajouter_portefeuille",
                "portefeuille",
                "modifier_portefeuille",
                "remplacement",
                "deplacer",
                "supprimer_portefeuille",
            ),
        ),
        Entree(
            "Agents",
            "annuaire:agents",
            publics.tient_l_annuaire,
            pages_de("annuaire", "nommer", "terminer"),
        ),
        Entree(
            "Importer une liste",
            "annuaire:importer",
            publics.tient_l_annuaire,
            pages_de("annuaire", "import"),
        ),
        Entree(
            "Étapes de relance",
            "relances:etapes",
            publics.tient_l_annuaire,
            pages_de("relances", "ajouter_etape", "regler_etape"),
        ),
    ),
)
