"""Whom an e-mail about a file is written to, on each side."""

from collections.abc import Collection, Iterable
from datetime import date

from habilitations.models import (
    ROLES_DECLARATION,
    AffectationAgent,
    Equipement,
    Fonction,
    Habilitation,
    Utilisateur,
)
from habilitations.verification import completer, droits_verifies, tenus
from portal.dossiers.models import Dossier
from portal.socle.requetes_ecrites import RequeteEcrite

# Asked at each page of a file, and at each act on it.
_CHEZ = RequeteEcrite(
    lambda gestionnaire, equipement, caf, jour: (
        Habilitation.objects.chez(gestionnaire, equipement, caf)
        .filter(role__in=ROLES_DECLARATION)
        .actives(jour)
        .a_completer()
    )
)


def partenaires(dossier: Dossier, jour: date) -> dict[int, Utilisateur]:
    """Return the partner's people who open a file on a day, by id; nobody where none has access."""
    return {d.utilisateur_id: d.utilisateur for d in _droits(dossier, jour)}


def partenaires_par_role(dossier: Dossier, jour: date) -> dict[Utilisateur, frozenset[str]]:
    """Return the partner's people who open a file on a day, each with their roles on it."""
    roles: dict[Utilisateur, set[str]] = {}
    for droit in _droits(dossier, jour):
        roles.setdefault(droit.utilisateur, set()).add(droit.role)
    return {personne: frozenset(siens) for personne, siens in roles.items()}


def tenants_des_roles(
    equipements: Iterable[Equipement], jour: date
) -> dict[int, dict[str, list[Utilisateur]]]:
    """Who holds each role on each équipement on a day, by its id; the queries of one for all."""
    cherches = {e.pk: e for e in equipements if not e.suspendu_le}
    if not cherches:
        return {}
    droits = Habilitation.objects.filter(
        role__in=ROLES_DECLARATION,
        gestionnaire__in={e.gestionnaire_id for e in cherches.values()},
        caf__in={e.caf_id for e in cherches.values()},
    )
    tenants: dict[int, dict[str, list[Utilisateur]]] = {pk: {} for pk in cherches}
    for droit in droits_verifies(droits, jour):
        nommes = {e.pk for e in droit.equipements.all()}
        for pk, equipement in cherches.items():
            chez_lui = (droit.gestionnaire_id, droit.caf_id) == (
                equipement.gestionnaire_id,
                equipement.caf_id,
            )
            if chez_lui and (droit.tous_equipements or pk in nommes):
                tenants[pk].setdefault(droit.role, []).append(droit.utilisateur)
    return tenants


def _droits(dossier: Dossier, jour: date) -> list[Habilitation]:
    equipement = dossier.equipement
    if equipement is None or equipement.suspendu_le:
        return []
    lieu = (equipement.gestionnaire_id, equipement.pk, equipement.caf_id)
    return tenus(completer(_CHEZ.lire(*lieu, jour)), jour)


def droits_chez(
    gestionnaire_id: int, equipement: Equipement, roles: Collection[str], jour: date
) -> list[Habilitation]:
    """Rights of a gestionnaire that cover an équipement on a day, whether it holds it or not."""
    droits = Habilitation.objects.chez(gestionnaire_id, equipement.pk, equipement.caf_id)
    droits = droits.filter(role__in=roles)
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
