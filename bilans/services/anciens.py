"""What a gestionnaire sent of bilans before its équipement passed to another: it keeps reading it.

As for declarations (``declarations.services.anciennes``): people whose rights name a role on the
équipement at that gestionnaire read the sendings made in its name, with their receipts, and nothing
of what happens since.
"""

from django.db.models import F

from bilans.models import EnvoiBilan
from habilitations.models import ROLES_DECLARATION, TransfertEquipement
from habilitations.permissions import Acteur


def envois_anciens(acteur: Acteur) -> list[EnvoiBilan]:
    """Sendings that this person's partners made of équipements they hold no more, latest first.

    Two queries, none for who has no right.
    """
    chez = {droit.gestionnaire_id for droit in acteur.habilitations}
    partis = TransfertEquipement.objects.equipements_quittes(chez)
    if not partis:
        return []
    envois = (
        EnvoiBilan.objects.filter(bilan__equipement__in=partis, gestionnaire__in=chez)
        .exclude(gestionnaire=F("bilan__gestionnaire"))
        .select_related(
            "gestionnaire",
            "bilan__equipement",
            "bilan__gestionnaire",
            "bilan__caf",
            "bilan__version__questionnaire",
        )
        .order_by("-le", "-pk")
    )
    return [envoi for envoi in envois if _le_lit(envoi, acteur)]


def envoi_ancien(pk: int, numero: int, acteur: Acteur) -> EnvoiBilan:
    """One of them. Raises EnvoiBilan.DoesNotExist for any other."""
    for envoi in envois_anciens(acteur):
        if (envoi.bilan_id, envoi.numero) == (pk, numero):
            return envoi
    raise EnvoiBilan.DoesNotExist


def _le_lit(envoi: EnvoiBilan, acteur: Acteur) -> bool:
    equipement = envoi.bilan.equipement
    if equipement is None:
        return False
    return bool(acteur.roles_chez(envoi.gestionnaire_id, equipement) & set(ROLES_DECLARATION))
