"""What the main menu offers, to whom, and which pages belong to each of its entries.

The one place where a new list is written: an ``Entree`` of a group below. ``menu`` draws them;
``tests/accueil/test_menu.py`` opens every entry as everybody who is offered it.
"""

from bilans.urls_analyse import urlpatterns as analyse
from portal.accueil import publics
from portal.accueil.entree import Entree, Groupe, pages_de

# In the order of the menu.
GROUPES = (
    Groupe("", (Entree("À faire", "accueil:a_faire"),)),
    Groupe(
        "Déclarations",
        (
            Entree(
                "Mes déclarations", "declarations:suivi", publics.partenaire, reste="declarations"
            ),
            Entree(
                "Déclarations à suivre",
                "declarations:file",
                publics.instructeur,
                reste="declarations",
            ),
            Entree("Relances", "relances:previsions", publics.instructeur, reste="relances"),
            Entree("Calendrier", "declarations:calendrier", publics.concerne),
            Entree(
                "Demander des actualisées",
                "declarations:actualisees",
                publics.conseiller,
                pages_de("declarations", "actualisees_selection"),
            ),
            Entree(
                "Reprises d’ELAN",
                "declarations:elan",
                publics.instructeur,
                pages_de(
                    "declarations",
                    "elan_lecture",
                    "elan_saisie",
                    "elan_import",
                    "elan_import_apercu",
                ),
            ),
        ),
    ),
    Groupe(
        "Bilans",
        (
            Entree("Mes bilans", "bilans:suivi", publics.partenaire, reste="bilans"),
            Entree("Bilans à suivre", "bilans:file", publics.instructeur, reste="bilans"),
            Entree(
                "Campagnes de bilans",
                "bilans:campagnes",
                publics.instructeur_ou_national,
                pages_de(
                    "bilans",
                    "annonce",
                    "campagne_suspension",
                    "campagne_reprise",
                    "campagne_dates",
                ),
            ),
            Entree(
                "Réponses par lien", "repondants:campagnes", publics.conseiller, reste="repondants"
            ),
            Entree("Écarts avec les déclarations", "bilans:ecarts", publics.instructeur),
            Entree(
                "Analyse des bilans",
                "bilans:analyse_accueil",
                publics.instructeur_ou_national,
                pages_de("bilans", *(str(motif.name) for motif in analyse)),
            ),
            Entree(
                "Questionnaires",
                "bilans:questionnaires",
                publics.instructeur_ou_national,
                pages_de(
                    "bilans",
                    "nouveau_questionnaire",
                    "questionnaire",
                    "importer_version",
                    "archivage_questionnaire",
                    "version",
                    "titre_version",
                    "cadre_version",
                    "apercu_version",
                    "changements_version",
                    "verification_version",
                    "publication_version",
                    "abandon_version",
                    "ajout_element",
                    "element",
                    "place_element",
                    "code_element",
                    "suppression_element",
                    "condition_element",
                ),
            ),
        ),
    ),
    Groupe(
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
    ),
    Groupe(
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
                pages_de("declarations", "conclure_adhesion"),
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
    ),
    Groupe(
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
                    "lieu",
                    "supprimer_lieu",
                    "ajouter_convention",
                    "convention",
                    "supprimer_convention",
                ),
            ),
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
    ),
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
