"""Fiches filled in through the services, as the partner's person types them."""

from collections.abc import Mapping
from typing import Any

from habilitations.adhesions.regles.fiche import (
    ACTIVITE,
    APPROBATEUR,
    FINANCES,
    GESTIONNAIRE,
    TOUS,
    Section,
)
from habilitations.adhesions.services.fiches import enregistrer, fiche_de
from habilitations.models import DossierAdhesion, Utilisateur
from tests.monde import JOUR, Monde, acteur

REPRESENTANT = {
    "nom": "Paule Présidente",
    "qualite": "présidente",
    "courriel": "presidente@alizes.test",
}
PARTENAIRE = {"nom": "Association Les Alizés", "adresse": "3 rue du Port, 73000 Chambéry"}
CONTACT = {"nom": "Sam Secrétaire", "fonction": "secrétaire", "telephone": "0479000000"}
EQUIPEMENT = {
    "nom": "Espace de rencontre des Alizés",
    "dispositif": "er",
    "lieux": ["Chambéry"],
}
ALINE = {
    "prenom": "Aline",
    "nom": "Saisie",
    "courriel": "aline@alizes.test",
    "roles": {ACTIVITE: [TOUS], FINANCES: [TOUS]},
}
PAULE = {
    "prenom": "Paule",
    "nom": "Présidente",
    "courriel": "presidente@alizes.test",
    "roles": {APPROBATEUR: [TOUS], GESTIONNAIRE: [TOUS]},
}


def typer(
    monde: Monde,
    dossier: DossierAdhesion,
    section: Section,
    valeurs: Mapping[str, Any],
    *,
    qui: Utilisateur | None = None,
    cle: str = "",
    vue: str | None = None,
) -> None:
    """Save a section, from a page that has seen it as it is unless ``vue`` says otherwise."""
    vue = fiche_de(dossier, JOUR).vue(section) if vue is None else vue
    qui = qui or monde.responsable
    enregistrer(dossier.pk, section, valeurs, vue=vue, acteur=acteur(qui), cle=cle)


def remplie(monde: Monde, dossier: DossierAdhesion, *, qui: Utilisateur | None = None) -> None:
    """Everything that the papers of a new partner print."""
    for section, valeurs in (
        (Section.PARTENAIRE, PARTENAIRE),
        (Section.REPRESENTANT, REPRESENTANT),
        (Section.CONTACTS, CONTACT),
        (Section.EQUIPEMENTS, EQUIPEMENT),
        (Section.PERSONNES, ALINE),
        (Section.PERSONNES, PAULE),
    ):
        typer(monde, dossier, section, valeurs, qui=qui)
