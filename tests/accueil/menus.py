"""Who reads the main menu, and what each of them is offered there."""

from collections.abc import Callable

from habilitations.models import AffectationAgent, Fonction, Role, Utilisateur
from tests.habilitations.adhesions.dossiers import ouvert
from tests.habilitations.adhesions.liens import suivi_par
from tests.monde import DEBUT, Monde, habiliter, personne

Lu = list[str | tuple[str, list[str]]]


def gestionnaire_des_droits(monde: Monde) -> Utilisateur:
    qui = monde.passerelles.activite
    habiliter(qui, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    return qui


def des_deux_cotes(monde: Monde) -> Utilisateur:
    """Somebody of a partner, who is also adviser, CCD, responsable and national administrator."""
    qui = gestionnaire_des_droits(monde)
    for fonction in Fonction.values:
        caf = None if fonction == Fonction.ADMINISTRATEUR_NATIONAL else monde.caf
        AffectationAgent.objects.create(utilisateur=qui, caf=caf, fonction=fonction, du=DEBUT)
    qui.is_staff = True
    qui.save()
    return qui


def administratrice(monde: Monde) -> Utilisateur:
    monde.national.is_staff = True
    monde.national.save()
    return monde.national


GENS: dict[str, Callable[[Monde], Utilisateur]] = {
    "sans rôle": lambda monde: personne("nouveau"),
    "partenaire": lambda monde: monde.passerelles.activite,
    "partenaire qui gère des droits": gestionnaire_des_droits,
    "partenaire qui adhère": lambda monde: suivi_par(monde, ouvert(monde)),
    "conseiller": lambda monde: monde.conseiller,
    "ccd": lambda monde: monde.ccd,
    "responsable": lambda monde: monde.responsable,
    "national": lambda monde: monde.national,
    "administratrice": administratrice,
    "des deux côtés": des_deux_cotes,
}

DECLARATIONS_CAF = ["Déclarations à suivre", "Relances", "Calendrier"]
DROITS = ["Droits par partenaire", "Revue des accès", "Personnes et droits"]
ANNUAIRE = (
    "Annuaire",
    [
        *("Gestionnaires", "Équipements de l’annuaire", "Lieux d’accueil", "Papiers"),
        *("Portefeuilles", "Agents"),
        *("Importer une liste", "Étapes de relance"),
    ],
)
ANALYSE = ["Analyse des bilans", "Questionnaires"]
SUBVENTIONS = ("Subventions", ["Comptes bancaires", "Profils d’acomptes"])
SUBVENTIONS_CAF = (
    "Subventions",
    ["Droits à suivre", "Lots de paiements", "Indus", *SUBVENTIONS[1]],
)
ATTENDUS: dict[str, Lu] = {
    "sans rôle": ["À faire", "Aide"],
    "partenaire qui adhère": ["À faire", "Adhésions", "Aide"],
    "partenaire": [
        "À faire",
        ("Déclarations", ["Mes déclarations", "Calendrier"]),
        "Mes bilans",
        ("Subventions", ["Mes subventions", "Simulations"]),
        *("Contrôles", "Aide"),
    ],
    "partenaire qui gère des droits": [
        "À faire",
        ("Déclarations", ["Mes déclarations", "Calendrier"]),
        "Mes bilans",
        ("Subventions", ["Mes subventions", "Simulations"]),
        ("Partenaires", DROITS),
        *("Contrôles", "Aide"),
    ],
    "conseiller": [
        "À faire",
        ("Déclarations", [*DECLARATIONS_CAF, "Demander des actualisées", "Reprises d’ELAN"]),
        (
            "Bilans",
            [
                *("Bilans à suivre", "Campagnes de bilans", "Réponses par lien"),
                *("Écarts avec les déclarations", *ANALYSE),
            ],
        ),
        (
            "Subventions",
            [*SUBVENTIONS_CAF[1], "Diagnostics", "Projections"],
        ),
        "Équipements",
        ("Référentiels", ["Barèmes", "Contrôles"]),
        "Aide",
    ],
    "ccd": [
        "À faire",
        ("Déclarations", [*DECLARATIONS_CAF, "Reprises d’ELAN"]),
        (
            "Bilans",
            ["Bilans à suivre", "Campagnes de bilans", "Écarts avec les déclarations", *ANALYSE],
        ),
        (
            "Subventions",
            [
                *SUBVENTIONS_CAF[1],
                *("Diagnostics", "Projections"),
            ],
        ),
        "Équipements",
        ("Référentiels", ["Barèmes", "Contrôles", "Données ouvertes"]),
        "Aide",
    ],
    "responsable": [
        "À faire",
        "Calendrier",
        SUBVENTIONS,
        ("Partenaires", ["Équipements", "Adhésions", *DROITS]),
        ANNUAIRE,
        ("Référentiels", ["Barèmes", "Contrôles"]),
        "Aide",
    ],
    "national": [
        "À faire",
        "Calendrier",
        ("Bilans", ["Campagnes de bilans", *ANALYSE]),
        ANNUAIRE,
        ("Référentiels", ["Barèmes", "Contrôles", "Données ouvertes"]),
        "Aide",
    ],
}
