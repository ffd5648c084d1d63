"""Loading of the Cafs, from ``referentiels/cafs.toml``."""

import tomllib
from pathlib import Path

from django.db import transaction

from habilitations.models import Caf
from portal.socle.referentiels import Chargement, Releve, aligner, retouches

FICHIER_CAFS = Path(__file__).parent.parent / "referentiels" / "cafs.toml"


def noms_des_cafs() -> dict[str, str]:
    """Usual name of each Caf, by département number."""
    noms: dict[str, str] = tomllib.loads(FICHIER_CAFS.read_text(encoding="utf-8"))["noms"]
    return noms


@transaction.atomic
def charger_cafs() -> Chargement:
    """Create the missing Cafs and bring names up to date; idempotent.

    Telephone and e-mail are never touched: each Caf keeps its own in the portal. A Caf edited in
    the administration keeps its name too.
    """
    releve, editees, absentes = Releve("Caf"), retouches(Caf), []
    presentes = Caf.objects.in_bulk(field_name="code")
    for code, nom in noms_des_cafs().items():
        caf = presentes.get(code)
        if caf is None:
            absentes.append(Caf(code=code, nom=nom))
            releve.crees.append(nom)
        elif caf.pk in editees:
            releve.gardes.append(caf.nom)
        elif aligner(caf, {"nom": nom}):
            releve.alignes.append(nom)
    Caf.objects.bulk_create(absentes)
    return releve.clore()
