"""What the main menu offers, to whom, and which pages belong to each of its entries.

The one place where a new list is written: an ``Entree`` of a group below. ``menu`` draws them;
``tests/accueil/test_menu.py`` opens every entry as everybody who is offered it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bilans.urls_analyse import urlpatterns as analyse
from habilitations.models import Fonction
from habilitations.permissions import Acteur


def _chacun(acteur: Acteur) -> bool:
    return True


def _partenaire(acteur: Acteur) -> bool:
    return acteur.est_partenaire


def _instructeur(acteur: Acteur) -> bool:
    return acteur.est_instructeur


def _conseiller(acteur: Acteur) -> bool:
    return Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions


def _instructeur_ou_national(acteur: Acteur) -> bool:
    return acteur.est_instructeur or acteur.est_national


def _lit_les_equipements(acteur: Acteur) -> bool:
    return acteur.est_instructeur or acteur.est_responsable_habilitations


def _tient_l_annuaire(acteur: Acteur) -> bool:
    return acteur.est_responsable_habilitations or acteur.est_national


def _suit_les_adhesions(acteur: Acteur) -> bool:
    return acteur.est_responsable_habilitations or (
        not acteur.est_agent and bool(acteur.adhesions_suivies)
    )


def _gere_des_droits(acteur: Acteur) -> bool:
    return acteur.gere_des_droits


def _agent(acteur: Acteur) -> bool:
    return acteur.est_agent


def _concerne(acteur: Acteur) -> bool:
    return acteur.est_partenaire or acteur.est_agent


def _administre(acteur: Acteur) -> bool:
    return acteur.utilisateur.is_staff


@dataclass(frozen=True)
class Entree:
    """A page that the menu leads to.

    ``visible``: who is offered it. ``pages``: names of the views reached from it. ``reste``: the
    application whose pages are its own too when no entry names them.
    """

    libelle: str
    vue: str
    visible: Callable[[Acteur], bool] = _chacun
    pages: frozenset[str] = frozenset()
    reste: str = ""


@dataclass(frozen=True)
class Groupe:
    """Entries of one trade. Without a name, they are always on the line of the menu."""

    libelle: str
    entrees: tuple[Entree, ...]


def _pages(application: str, *noms: str) -> frozenset[str]:
    return frozenset(f"{application}:{nom}" for nom in noms)


# In the order of the menu.
GROUPES = (
    Groupe("", (Entree("À faire", "accueil:a_faire"),)),
    Groupe(
        "Déclarations",
        (
            Entree("Mes déclarations", "declarations:suivi", _partenaire, reste="declarations"),
            Entree(
                "Déclarations à suivre", "declarations:file", _instructeur, reste="declarations"
            ),
            Entree("Relances", "relances:previsions", _instructeur, reste="relances"),
            Entree("Calendrier", "declarations:calendrier", _concerne),
            Entree(
                "Demander des actualisées",
                "declarations:actualisees",
                _conseiller,
                _pages("declarations", "actualisees_selection"),
            ),
            Entree(
                "Reprises d’ELAN",
                "declarations:elan",
                _instructeur,
                _pages(
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
            Entree("Mes bilans", "bilans:suivi", _partenaire, reste="bilans"),
            Entree("Bilans à suivre", "bilans:file", _instructeur, reste="bilans"),
            Entree(
                "Campagnes de bilans",
                "bilans:campagnes",
                _instructeur_ou_national,
                _pages(
                    "bilans",
                    "annonce",
                    "campagne_suspension",
                    "campagne_reprise",
                    "campagne_dates",
                ),
            ),
            Entree("Réponses par lien", "repondants:campagnes", _conseiller, reste="repondants"),
            Entree("Écarts avec les déclarations", "bilans:ecarts", _instructeur),
            Entree(
                "Analyse des bilans",
                "bilans:analyse_accueil",
                _instructeur_ou_national,
                _pages("bilans", *(str(motif.name) for motif in analyse)),
            ),
            Entree(
                "Questionnaires",
                "bilans:questionnaires",
                _instructeur_ou_national,
                _pages(
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
        "Partenaires",
        (
            Entree(
                "Équipements",
                "habilitations:equipements",
                _lit_les_equipements,
                _pages(
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
                _suit_les_adhesions,
                _pages("declarations", "conclure_adhesion"),
                reste="adhesions",
            ),
            Entree(
                "Droits par partenaire",
                "habilitations:partenaires",
                _gere_des_droits,
                _pages(
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
                | _pages("declarations", "fusion"),
            ),
            Entree("Revue des accès", "revues:suivi", _gere_des_droits, reste="revues"),
            Entree(
                "Personnes et droits",
                "habilitations:personnes",
                _gere_des_droits,
                _pages("habilitations", "droits_personne", "acte"),
            ),
        ),
    ),
    Groupe(
        "Annuaire",
        (
            Entree("Gestionnaires", "annuaire:gestionnaires", _tient_l_annuaire, reste="annuaire"),
            Entree(
                "Équipements de l’annuaire",
                "annuaire:equipements",
                _tient_l_annuaire,
                _pages(
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
                _tient_l_annuaire,
                _pages(
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
                _tient_l_annuaire,
                _pages("annuaire", "nommer", "terminer"),
            ),
            Entree(
                "Importer une liste",
                "annuaire:importer",
                _tient_l_annuaire,
                _pages("annuaire", "import"),
            ),
            Entree(
                "Étapes de relance",
                "relances:etapes",
                _tient_l_annuaire,
                _pages("relances", "ajouter_etape", "regler_etape"),
            ),
        ),
    ),
    Groupe(
        "Référentiels",
        (
            Entree("Barèmes", "subventions:baremes", _agent),
            Entree("Contrôles", "declarations:catalogue_controles", _concerne),
            Entree("Administration", "admin:index", _administre),
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
