"""Loading of the default calendar and of the thresholds of the checks, from their files.

The rule is that of ``portal.socle.referentiels``: dates and thresholds are starting values, never
written again once loaded. A row is untouched as long as nobody edited it in the administration and
its values are those of the file: only then do its label, source and mark follow the file.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.db import models, transaction

from declarations.controles import seuils_de_reference
from declarations.models import RegleCalendrier, SeuilControle
from portal.socle.referentiels import Chargement, Releve, aligner, retouches

FICHIER_CALENDRIER = Path(__file__).parent.parent / "calendriers" / "national.toml"


@transaction.atomic
def charger_calendrier() -> Chargement:
    """Create the missing national rules; update source and mark of untouched ones; idempotent."""
    releve, editees = Releve("Règles de calendrier"), retouches(RegleCalendrier)
    presentes = {
        (r.dispositif, r.nature, r.numero): r for r in RegleCalendrier.objects.filter(caf=None)
    }
    for brut in tomllib.loads(FICHIER_CALENDRIER.read_text(encoding="utf-8"))["regles"]:
        cle = {
            "dispositif": brut["dispositif"],
            "nature": brut["nature"],
            "numero": brut.get("numero", 0),
        }
        regle = presentes.get(tuple(cle.values()))
        neuve = RegleCalendrier(**cle)
        _charger(releve, regle, neuve, _dates(brut), _preuve(brut), editees)
    return releve.clore()


@transaction.atomic
def charger_seuils() -> Chargement:
    """Create the missing thresholds; update label, source and mark of untouched ones."""
    releve, edites = Releve("Seuils de contrôle"), retouches(SeuilControle)
    presents = SeuilControle.objects.in_bulk(field_name="code")
    for seuil in seuils_de_reference():
        preuve = {"libelle": seuil.libelle, "source": seuil.source, "marque": seuil.marque}
        valeurs = {"valeur": seuil.valeur, "unite": seuil.unite}
        neuf = SeuilControle(code=seuil.code)
        _charger(releve, presents.get(seuil.code), neuf, valeurs, preuve, edites)
    return releve.clore()


def _charger(
    releve: Releve,
    present: models.Model | None,
    neuf: models.Model,
    valeurs: dict[str, Any],
    preuve: dict[str, Any],
    edites: frozenset[int],
) -> None:
    """Create a row, or bring its label, source and mark up to date if nobody touched it."""
    if present is None:
        for champ, valeur in (valeurs | preuve).items():
            setattr(neuf, champ, valeur)
        neuf.full_clean()
        neuf.save(force_insert=True)
        releve.crees.append(str(neuf))
    elif present.pk in edites or any(getattr(present, c) != v for c, v in valeurs.items()):
        releve.gardes.append(str(present))
    elif aligner(present, preuve):
        releve.alignes.append(str(present))


def _dates(brut: dict[str, Any]) -> dict[str, int]:
    """Dates of a rule: each is written [day, month, year offset] in the file."""
    dates = {"delai_saisie": brut["delai_saisie"]}
    for nom in ("ouverture", "echeance"):
        dates |= dict(
            zip((f"{nom}_jour", f"{nom}_mois", f"{nom}_decalage"), brut[nom], strict=True)
        )
    return dates


def _preuve(brut: dict[str, Any]) -> dict[str, str]:
    return {"source": brut["source"], "marque": brut["marque"]}
