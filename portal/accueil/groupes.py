"""What a national administrator may do in the technical administration.

Least privilege (DOMAINE §2): the rules of the house may be edited, people and partners be read,
but no figure of any partner: declarations, versions, volets, computations and the journal, which
quotes justifications, stay closed.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from portal.socle.referentiels import Chargement

ADMINISTRATION_NATIONALE = "Administration nationale"
TOUT = ("view", "add", "change", "delete")
MODIFIER = ("view", "change")
LIRE = ("view",)

DROITS: dict[str, tuple[str, ...]] = {
    "declarations.campagne": LIRE,
    "declarations.reglecalendrier": ("view", "add", "change"),
    "declarations.seuilcontrole": MODIFIER,
    "relances.etaperelance": TOUT,
    "subventions.lignebareme": TOUT,
    "subventions.reglagesubventions": LIRE,
    "habilitations.caf": MODIFIER,
    "habilitations.affectationagent": LIRE,
    "habilitations.portefeuille": LIRE,
    "habilitations.utilisateur": LIRE,
    "habilitations.gestionnaire": LIRE,
    "habilitations.adhesion": LIRE,
    "habilitations.equipement": LIRE,
    "habilitations.lieu": LIRE,
    "habilitations.convention": LIRE,
    "habilitations.habilitation": LIRE,
}


def charger_groupes() -> Chargement:
    """Create the group, or put its permissions right; idempotent."""
    groupe, nouveau = Group.objects.get_or_create(name=ADMINISTRATION_NATIONALE)
    voulues = set(Permission.objects.filter(_conditions()))
    aligne = set(groupe.permissions.all()) != voulues
    if aligne:
        groupe.permissions.set(voulues)
    return Chargement(
        "Groupes",
        crees=(groupe.name,) if nouveau else (),
        alignes=(groupe.name,) if aligne and not nouveau else (),
    )


def _conditions() -> Q:
    condition = Q()
    for modele, verbes in DROITS.items():
        application, nom = modele.split(".")
        condition |= Q(
            content_type__app_label=application,
            codename__in=[f"{verbe}_{nom}" for verbe in verbes],
        )
    return condition
