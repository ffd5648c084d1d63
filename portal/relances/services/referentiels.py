"""Loading of the national steps, by the rule of ``portal.socle.referentiels``."""

import tomllib
from pathlib import Path

from django.db import transaction

from portal.relances.models import EtapeRelance
from portal.socle.referentiels import Chargement, Releve, aligner, retouches

FICHIER = Path(__file__).parent.parent / "etapes" / "national.toml"


@transaction.atomic
def charger_etapes() -> Chargement:
    """Create the missing national steps; bring source and mark of untouched ones up to date.

    Nothing comes back once people have changed the steps: they may have removed one.
    """
    brut = tomllib.loads(FICHIER.read_text(encoding="utf-8"))
    preuve = {"source": brut["source"], "marque": brut["marque"]}
    releve, editees = Releve("Étapes de relance"), retouches(EtapeRelance)
    presentes = {e.jours: e for e in EtapeRelance.objects.filter(caf=None)}
    for jours in brut["jours"]:
        etape = presentes.get(jours)
        if etape is None and not presentes:
            etape = EtapeRelance(jours=jours, **preuve)
            etape.full_clean()
            etape.save()
            releve.crees.append(str(etape))
        elif etape is not None and etape.pk in editees:
            releve.gardes.append(str(etape))
        elif etape is not None and aligner(etape, preuve):
            releve.alignes.append(str(etape))
    return releve.clore()
