"""The directories that are configured, as the settings give them to allauth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from habilitations.models import Fonction
from habilitations.permissions import Acteur

FOURNISSEUR = "openid_connect"
# The code of the directory of the Cnaf, which opens the portal to its national administrators.
NATIONAL = "CNAF"


@dataclass(frozen=True)
class Annuaire:
    """The directory of the Caf whose code is ``caf``; NATIONAL for that of the Cnaf.

    ``cle`` names it in addresses and links, ``nom`` on pages. ``revendication`` is the claim in
    which it names somebody's Caf: it must be ``valeur``.
    """

    cle: str
    nom: str
    emetteur: str
    caf: str
    revendication: str
    valeur: str


def configures() -> Sequence[Annuaire]:
    """Every directory, in the order of the settings; none unless configured."""
    fournisseurs: dict[str, dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS
    donnes: list[dict[str, Any]] = fournisseurs.get(FOURNISSEUR, {}).get("APPS", [])
    return [
        Annuaire(
            cle=un["provider_id"],
            nom=un["name"],
            emetteur=un["settings"]["server_url"],
            caf=un["settings"]["caf"],
            revendication=un["settings"]["revendication"],
            valeur=un["settings"]["valeur"],
        )
        for un in donnes
    ]


def annuaire(cle: str) -> Annuaire | None:
    return next((a for a in configures() if a.cle == cle), None)


def ouverts_a(acteur: Acteur) -> list[Annuaire]:
    """The directories of the Cafs at which this person holds a function that day, or the Cnaf's."""
    tenues = {a.caf.code for a in acteur.affectations if a.caf and a.fonction in Fonction.values}
    if acteur.est_national:
        tenues.add(NATIONAL)
    return [a for a in configures() if a.caf in tenues]
