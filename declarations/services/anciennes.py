"""What a gestionnaire sent before its équipement passed to another: it keeps reading that.

Its people read the versions sent in its name, with their receipts, by the roles that their rights
name on the équipement; nothing of what happens on the file since.
"""

from django.db.models import F

from declarations.models import Version
from declarations.regles.lecteurs import Lecteur
from declarations.services.acteurs import acteur_du_role
from habilitations.models import ROLES_DECLARATION, TransfertEquipement
from habilitations.permissions import Acteur


def versions_anciennes(acteur: Acteur) -> list[Version]:
    """Versions that this person's partners sent of équipements they hold no more, latest first.

    Two queries, none for who has no right.
    """
    chez = {droit.gestionnaire_id for droit in acteur.habilitations}
    partis = TransfertEquipement.objects.equipements_quittes(chez)
    if not partis:
        return []
    envoyees = (
        Version.objects.filter(
            declaration__equipement__in=partis, gestionnaire__in=chez, envoyee_le__isnull=False
        )
        .exclude(gestionnaire=F("declaration__gestionnaire"))
        .select_related("declaration__equipement", "declaration__caf", "gestionnaire")
        .order_by("-envoyee_le", "-pk")
    )
    return [version for version in envoyees if lecteur_ancien(version, acteur).roles]


def version_ancienne(pk: int, numero: int, acteur: Acteur) -> Version:
    """One of them, ready to be written out. Raises Version.DoesNotExist for any other."""
    cherchee = next(
        (v for v in versions_anciennes(acteur) if (v.declaration_id, v.numero) == (pk, numero)),
        None,
    )
    if cherchee is None:
        raise Version.DoesNotExist
    return (
        Version.objects.select_related(
            "calcul",
            "envoyee_par",
            "validee_par",
            "gestionnaire",
            "declaration__equipement__portefeuille",
            "declaration__gestionnaire",
            "declaration__caf",
            "declaration__campagne",
        )
        .prefetch_related("volets__signe_par", "passages", "demandes_origine")
        .get(pk=cherchee.pk)
    )


def lecteur_ancien(version: Version, acteur: Acteur) -> Lecteur:
    """How this person reads a version sent in the name of one of their partners.

    No role: not at all.
    """
    if version.gestionnaire_id is None:
        return Lecteur()
    roles = acteur.roles_chez(version.gestionnaire_id, version.declaration.equipement)
    return Lecteur(frozenset(acteur_du_role(r) for r in roles if r in ROLES_DECLARATION))
