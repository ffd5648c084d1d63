"""What every page needs: the main menu by kind of person, and the length of a session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from bilans.urls_analyse import urlpatterns as analyse
from habilitations.permissions import Acteur
from habilitations.presence import marque


@dataclass(frozen=True)
class Lien:
    """A link of the main menu."""

    libelle: str
    adresse: str
    actif: bool


# Label, view, who sees it. In the order of the menu.
MENU: tuple[tuple[str, str, Callable[[Acteur], bool]], ...] = (
    ("À faire", "accueil:a_faire", lambda acteur: True),
    ("Mes déclarations", "declarations:suivi", lambda acteur: acteur.est_partenaire),
    ("Mes bilans", "bilans:suivi", lambda acteur: acteur.est_partenaire),
    ("Déclarations à suivre", "declarations:file", lambda acteur: acteur.est_instructeur),
    ("Bilans à suivre", "bilans:file", lambda acteur: acteur.est_instructeur),
    ("Campagnes de bilans", "bilans:campagnes", lambda acteur: acteur.est_national),
    (
        "Analyse des bilans",
        "bilans:analyse_accueil",
        lambda acteur: acteur.est_instructeur or acteur.est_national,
    ),
    ("Relances", "relances:previsions", lambda acteur: acteur.est_instructeur),
    (
        "Équipements",
        "habilitations:equipements",
        lambda acteur: acteur.est_instructeur or acteur.est_responsable_habilitations,
    ),
    ("Personnes et droits", "habilitations:personnes", lambda acteur: acteur.gere_des_droits),
    (
        "Calendrier",
        "declarations:calendrier",
        lambda acteur: acteur.est_partenaire or acteur.est_agent,
    ),
    ("Barèmes", "subventions:baremes", lambda acteur: acteur.est_agent),
    (
        "Questionnaires",
        "bilans:questionnaires",
        lambda acteur: acteur.est_instructeur or acteur.est_national,
    ),
    ("Administration", "admin:index", lambda acteur: acteur.utilisateur.is_staff),
    ("Aide", "accueil:aide", lambda acteur: True),
)


# Pages of an application that belong to the entry of another.
RATTACHEES = dict.fromkeys(
    (
        "declarations:equipement",
        "declarations:transfert",
        "declarations:annuler_transfert",
        "declarations:retirer_poste",
    ),
    "habilitations:equipements",
)
RATTACHEES |= dict.fromkeys(
    (
        "bilans:nouveau_questionnaire",
        "bilans:questionnaire",
        "bilans:importer_version",
        "bilans:archivage_questionnaire",
        "bilans:version",
        "bilans:titre_version",
        "bilans:cadre_version",
        "bilans:apercu_version",
        "bilans:changements_version",
        "bilans:verification_version",
        "bilans:publication_version",
        "bilans:abandon_version",
        "bilans:ajout_element",
        "bilans:element",
        "bilans:place_element",
        "bilans:code_element",
        "bilans:suppression_element",
        "bilans:condition_element",
    ),
    "bilans:questionnaires",
)
RATTACHEES |= {f"bilans:{motif.name}": "bilans:analyse_accueil" for motif in analyse}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``liens_navigation``, ``session_minutes`` and ``presence``."""
    # An error page may be drawn before the middlewares that name the person.
    utilisateur = getattr(request, "user", None)
    return {
        "liens_navigation": _liens(request),
        "session_minutes": settings.SESSION_MINUTES,
        "presence": marque(utilisateur) if utilisateur else "",
    }


def _liens(request: HttpRequest) -> list[Lien]:
    # An error page may be drawn before the middlewares that name the person.
    acteur = getattr(request, "acteur", None)
    if not acteur:
        return []
    entrees = [(libelle, vue) for libelle, vue, visible in MENU if visible(acteur)]
    courante = _entree_courante(request, [vue for _, vue in entrees])
    return [Lien(libelle, reverse(vue), vue == courante) for libelle, vue in entrees]


def _entree_courante(request: HttpRequest, vues: list[str]) -> str:
    """The entry of this very page, else the first one of its application."""
    if not request.resolver_match:
        return ""
    nom = RATTACHEES.get(request.resolver_match.view_name, request.resolver_match.view_name)
    espace = request.resolver_match.namespace
    if nom in vues or espace == "accueil":
        return nom
    return next((vue for vue in vues if vue.startswith(f"{espace}:")), "")
