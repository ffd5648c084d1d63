"""Which tables stand behind the wall, and what opens their rows (docs/decisions/0069).

A new table that is in neither list fails a test. Histories follow the table that they tell.
"""

from portal.accueil.mots_du_mur import MOTS
from portal.socle import mur

CAF = "{t}.caf_id = ANY {cafs}"
SIEN = "{t}.gestionnaire_id = ANY {siens}"
EQUIPEMENT = (
    "EXISTS (SELECT FROM public.habilitations_equipement p WHERE p.id = {t}.equipement_id "
    "AND (p.caf_id = ANY {cafs} OR p.gestionnaire_id = ANY {siens}))"
)


def personne(colonne: str) -> str:
    """Whose it is, or who did it."""
    return f"{{t}}.{colonne} = {{personne}}"


def par(parent: str, colonne: str) -> str:
    """As what it belongs to: the policy of the parent is asked too."""
    return f"EXISTS (SELECT FROM public.{parent} p WHERE p.id = {{t}}.{colonne})"


def du_dossier(colonne: str) -> str:
    """What the present partner of a file, its Caf and who holds its link may see."""
    return (
        f"EXISTS (SELECT FROM public.dossiers_dossier p WHERE p.id = {{t}}.{colonne} AND "
        "(p.caf_id = ANY {cafs} OR p.gestionnaire_id = ANY {siens} OR p.id = ANY {dossiers}))"
    )


DOSSIERS = {
    # Whoever held the équipement goes on finding what it sent: the file, none of what came since.
    "dossiers_dossier": (CAF, SIEN, "{t}.id = ANY {dossiers}", "{t}.equipement_id = ANY {anciens}"),
    "declarations_declaration": (par("dossiers_dossier", "dossier_id"),),
    "bilans_bilan": (par("dossiers_dossier", "dossier_id"),),
    "dossiers_avis": (personne("personne_id"), CAF, SIEN, du_dossier("dossier_id")),
    "dossiers_derogation": (du_dossier("dossier_id"),),
    "dossiers_lecturemessages": (du_dossier("dossier_id"),),
    "dossiers_messagedossier": (du_dossier("dossier_id"),),
    "dossiers_piecejointe": (du_dossier("dossier_id"),),
    "relances_relance": (personne("utilisateur_id"), du_dossier("dossier_id")),
}
DECLARATIONS = {
    "declarations_version": (SIEN, du_dossier("declaration_id")),
    "declarations_volet": (par("declarations_version", "version_id"),),
    "declarations_valeurecartee": (par("declarations_volet", "volet_id"),),
    "declarations_justification": (par("declarations_version", "version_id"),),
    "declarations_passagecontroles": (par("declarations_version", "version_id"),),
    "declarations_demandecorrection": (par("declarations_version", "version_id"),),
    "declarations_saisieassistee": (du_dossier("declaration_id"),),
    "declarations_chiffrepartage": (du_dossier("dossier_id"),),
    "declarations_repriseelan": (CAF, SIEN, EQUIPEMENT),
    "declarations_valeurecarteeelan": (par("declarations_repriseelan", "reprise_id"),),
    "declarations_importelan": (personne("depose_par_id"),),
    "declarations_exportliste": (personne("demandeur_id"),),
    **dict.fromkeys(("declarations_arretereleves", "declarations_relevecontroles"), (CAF,)),
}
BILANS = {
    "bilans_envoibilan": (SIEN, du_dossier("bilan_id")),
    "bilans_reponseecartee": (par("bilans_feuillebilan", "feuille_id"),),
    "bilans_codeappareil": (par("bilans_repondant", "repondant_id"),),
    **{
        f"bilans_{table}": (du_dossier("bilan_id"),)
        for table in (
            *("annotation", "demandecomplement", "ecartexplique", "feuillebilan", "repondant"),
            *("modificationcaf", "releveanalyse", "reponseanalyse"),
        )
    },
}
DU_DROIT = par("habilitations_habilitation", "habilitation_id")
HABILITATIONS = {
    "habilitations_equipement": (
        *(CAF, SIEN, "{t}.id = ANY {anciens}", "{t}.id = ANY {lies}", "{t}.id = ANY {couverts}"),
    ),
    **{f"habilitations_{table}": (EQUIPEMENT,) for table in ("convention", "lieu", "notification")},
    "habilitations_posteconventionne": (par("habilitations_convention", "convention_id"),),
    "habilitations_transfertequipement": (
        "{t}.de_id = ANY {siens}",
        "{t}.vers_id = ANY {siens}",
        EQUIPEMENT,
    ),
    "habilitations_adhesion": (
        CAF,
        SIEN,
        "{t}.id = ANY {bases}",
        "EXISTS (SELECT FROM public.habilitations_dossieradhesion p "
        "WHERE p.id = ANY {adhesions} AND p.adhesion_id = {t}.id)",
    ),
    "habilitations_habilitation": (CAF, SIEN, personne("utilisateur_id")),
    "habilitations_habilitation_equipements": (DU_DROIT,),
    "habilitations_equipementcouvertevent": (DU_DROIT,),
    "habilitations_delegation": (CAF, SIEN, "{t}.id = ANY {delegations}"),
    "habilitations_delegation_equipements": (par("habilitations_delegation", "delegation_id"),),
    "habilitations_equipementdelegueevent": (par("habilitations_delegation", "delegation_id"),),
    "habilitations_actehabilitation": (CAF, SIEN, personne("utilisateur_id")),
    "habilitations_alertedroit": (
        par("habilitations_habilitation", "droit_id"),
        par("habilitations_delegation", "delegation_id"),
        par("habilitations_adhesion", "base_id"),
    ),
    "habilitations_secours": (par("habilitations_adhesion", "base_id"),),
    "habilitations_dossieradhesion": (CAF, SIEN, "{t}.id = ANY {adhesions}"),
    **{
        f"habilitations_{table}": (par("habilitations_dossieradhesion", "dossier_id"),)
        for table in ("ficheadhesion", "pieceadhesion", "rappeladhesion", "invitationadhesion")
    },
    "habilitations_importannuaire": (CAF, personne("depose_par_id")),
    "habilitations_ligneimport": (par("habilitations_importannuaire", "depot_id"),),
    "habilitations_revuepartenaire": (CAF, SIEN),
    "habilitations_lignerevue": (par("habilitations_revuepartenaire", "partenaire_id"),),
    "habilitations_sommeil": (CAF, personne("utilisateur_id")),
}
SUBVENTIONS = {
    "subventions_calcul": (CAF, SIEN, EQUIPEMENT),
    "subventions_droit": (CAF, SIEN, EQUIPEMENT),
    "subventions_decisiondroit": (par("subventions_droit", "droit_id"),),
    "subventions_lettredroit": (par("subventions_droit", "droit_id"),),
    "subventions_suspensiondroit": (CAF, EQUIPEMENT),
    "subventions_ecartaccepte": (CAF, EQUIPEMENT),
    "subventions_demandediagnostic": (CAF, SIEN, EQUIPEMENT),
    "subventions_comptebancaire": (CAF, SIEN),
    "subventions_versement": (CAF, SIEN, EQUIPEMENT),
    "subventions_indu": (CAF, SIEN, EQUIPEMENT),
    "subventions_echeanceindu": (par("subventions_indu", "indu_id"),),
    "subventions_imputation": (par("subventions_indu", "indu_id"),),
    "subventions_lettreindu": (par("subventions_indu", "indu_id"),),
    "subventions_remboursement": (par("subventions_indu", "indu_id"),),
    "subventions_simulation": (SIEN, personne("auteur_id")),
    "subventions_projection": (CAF, personne("demandeur_id")),
}
SOCLE = {
    "socle_courriel": (personne("destinataire_id"), CAF, SIEN),
    # A paper of nobody in particular (the decision behind a barème) is everybody's; that of a file
    # goes with it to the next partner, that of an adhesion is read by who follows it.
    "socle_document": (
        CAF,
        SIEN,
        personne("depose_par_id"),
        "{t}.gestionnaire_id IS NULL AND {t}.caf_id IS NULL",
        *(
            f"EXISTS (SELECT FROM public.{table} p WHERE p.document_id = {{t}}.id)"
            for table in (
                *("dossiers_piecejointe", "habilitations_pieceadhesion"),
                "habilitations_actehabilitation",
            )
        ),
    ),
    "socle_lecturesensible": (personne("personne_id"), CAF, SIEN),
    "socle_lignejournal": (
        CAF,
        SIEN,
        personne("auteur_id"),
        "{t}.objet_type IN ('declarations.declaration', 'bilans.bilan') AND "
        + du_dossier("objet_id"),
        "{t}.objet_type = 'habilitations.equipement' AND "
        + EQUIPEMENT.replace("equipement_id", "objet_id"),
    ),
}
DERRIERE = DOSSIERS | DECLARATIONS | BILANS | HABILITATIONS | SUBVENTIONS | SOCLE

COMPTES = "les personnes et leur entrée : lues avant de savoir qui demande"
DE_DJANGO = "l’outil : ni partenaire ni chiffre"
DE_LA_CAF = "la Caf elle-même : ses agents, ses clés, ses réglages"
CADRE = "ce qui vaut pour tous : calendriers, barèmes, seuils, définitions"
IDS_SEULS = "des numéros et des dates, rien de ce qu’ils désignent"
DEHORS = {
    **dict.fromkeys(
        (
            "account_emailaddress",
            "account_emailconfirmation",
            "auth_group",
            "auth_group_permissions",
            "auth_permission",
            "django_session",
            "habilitations_utilisateur",
            "habilitations_utilisateur_groups",
            "habilitations_utilisateur_user_permissions",
            "mfa_authenticator",
            "socialaccount_socialaccount",
            "socialaccount_socialapp",
            "socialaccount_socialtoken",
            "usersessions_usersession",
            "pghistory_context",
        ),
        COMPTES,
    ),
    **dict.fromkeys(("django_admin_log", "django_content_type", "django_migrations"), DE_DJANGO),
    **dict.fromkeys(
        (
            "habilitations_caf",
            "habilitations_affectationagent",
            "habilitations_clecaf",
            "habilitations_portefeuille",
            "habilitations_reglagedroits",
            "habilitations_revue",
            "habilitations_vague",
            "subventions_profilcaf",
            "subventions_reglagepaiement",
            "subventions_reglagesubventions",
            "subventions_lotpaiement",
            "relances_reglagecampagne",
            "relances_passage",
        ),
        DE_LA_CAF,
    ),
    "habilitations_gestionnaire": "l’identité d’une personne morale, publique (SIRET, nom)",
    **dict.fromkeys(
        (
            "bilans_campagnebilan",
            "bilans_questionnaire",
            "bilans_versionquestionnaire",
            "bilans_colonneanalyse",
            "declarations_campagne",
            "declarations_reglecalendrier",
            "declarations_seuilcontrole",
            "relances_etaperelance",
            "subventions_effetbareme",
            "subventions_lignebareme",
            "subventions_propositionbareme",
        ),
        CADRE,
    ),
    "bilans_valeuranalyse": "un choix, un nombre ou un jour, sans rien de qui l’a répondu",
    "bilans_vueanalyse": "les réglages d’une page, gardés par une personne",
    "dossiers_colonneschoisies": "les réglages d’une page, gardés par une personne",
    "bilans_bilanadenombrer": IDS_SEULS,
    "relances_envoi": IDS_SEULS,
    "relances_resumehebdo": IDS_SEULS,
    "socle_basereconnue": "le nom d’une base de données",
    "socle_retenue": "quand les relances sont retenues, et pourquoi",
    "socle_chainejournal": "des empreintes, que tous prolongent",
    "socle_sceaujournal": "des empreintes et leurs signatures",
}
# Each page joins it to its row of dossiers_dossier: asked of both, the wall cost a queue a quarter.
LUES = {"declarations_declaration": "des numéros et une date : la ligne du dossier est derrière"}


def elever() -> None:
    """Register the tables of the whole portal; once, when it starts."""
    mur.inscrire(DERRIERE, DEHORS, MOTS, LUES)
