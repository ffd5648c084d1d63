"""Whom an e-mail about a file is written to, on each side."""

from collections.abc import Collection
from datetime import date

from habilitations.models import (
    ROLES_DECLARATION,
    AffectationAgent,
    Equipement,
    Fonction,
    Habilitation,
    Utilisateur,
)
from habilitations.verification import droits_verifies
from portal.dossiers.models import Dossier


def partenaires(dossier: Dossier, jour: date) -> dict[int, Utilisateur]:
    """Return the partner's people who open a file on a day, by id; nobody where none has access."""
    return {d.utilisateur_id: d.utilisateur for d in _droits(dossier, jour)}


def partenaires_par_role(dossier: Dossier, jour: date) -> dict[Utilisateur, frozenset[str]]:
    """Return the partner's people who open a file on a day, each with their roles on it."""
    roles: dict[Utilisateur, set[str]] = {}
    for droit in _droits(dossier, jour):
        roles.setdefault(droit.utilisateur, set()).add(droit.role)
    return {personne: frozenset(siens) for personne, siens in roles.items()}


def _droits(dossier: Dossier, jour: date) -> list[Habilitation]:
    if dossier.equipement is None:
        return []
    droits = Habilitation.objects.sur(dossier.equipement).filter(role__in=ROLES_DECLARATION)
    return droits_verifies(droits, jour)


def droits_chez(
    gestionnaire_id: int, equipement: Equipement, roles: Collection[str], jour: date
) -> list[Habilitation]:
    """Rights of a gestionnaire that cover an équipement on a day, whether it holds it or not."""
    droits = Habilitation.objects.chez(gestionnaire_id, equipement).filter(role__in=roles)
    return droits_verifies(droits, jour)


def agents(dossier: Dossier, jour: date) -> dict[int, Utilisateur]:
    """Whoever follows the file on a day, and the CCD who take part in its conversation, by id."""
    if dossier.equipement is None:
        return {}
    referent = dossier.equipement.portefeuille.referent(jour)
    auteurs = dossier.messages.filter(cote_caf=True).values("auteur")
    affectations = (
        AffectationAgent.objects.actives(jour)
        .filter(fonction=Fonction.CHARGE_CONSEIL, caf=dossier.caf_id, utilisateur__in=auteurs)
        .select_related("utilisateur")
    )
    return {referent.pk: referent} | {a.utilisateur_id: a.utilisateur for a in affectations}
