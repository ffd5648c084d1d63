"""What the main menu offers of files to be filled in: declarations, bilans."""

from bilans.urls_analyse import urlpatterns as analyse
from portal.accueil import publics
from portal.accueil.entree import Entree, Groupe, pages_de

DECLARATIONS = Groupe(
    "Déclarations",
    (
        Entree("Mes déclarations", "declarations:suivi", publics.partenaire, reste="declarations"),
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
)

BILANS = Groupe(
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
        Entree("Réponses par lien", "repondants:campagnes", publics.conseiller, reste="repondants"),
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
)
