"""Barème: what applies to one estimate, and the loading of the lines kept in files."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from habilitations.models import Caf
from portal.socle.requetes_ecrites import RequeteEcrite
from subventions.models import Calcul, LigneBareme
from subventions.models.calcul import CalculQuerySet
from subventions.models.valeurs import ValeurBareme
from subventions.regles.bareme import Bareme
from subventions.regles.parametres import parametre

DOSSIER_BAREMES = Path(__file__).parent.parent / "baremes"
_LIGNES = RequeteEcrite(
    lambda dispositif, annee, caf: LigneBareme.objects.applicables(dispositif, annee, caf)
)


@dataclass(frozen=True)
class Chargement:
    """What a loading did. ``cafs_absentes``: codes of Cafs whose lines had to wait."""

    ajoutees: int = 0
    presentes: int = 0
    cafs_absentes: tuple[str, ...] = ()


def bareme_applicable(dispositif: str, annee: int, caf_id: int | None = None) -> Bareme:
    """Barème of an exercice for one Caf, or national only; one query."""
    if caf_id is None:
        return en_bareme(LigneBareme.objects.applicables(dispositif, annee, None))
    return en_bareme(_LIGNES.lire(dispositif, annee, caf_id))


def en_bareme(applicables: Iterable[LigneBareme]) -> Bareme:
    """Turn applicable lines into parameters; a Caf's own line wins over the national one."""
    lignes = sorted(applicables, key=lambda ligne: ligne.caf_id is not None)
    return Bareme({ligne.parametre: ligne.en_parametre() for ligne in lignes})


def calculs_faits_avec(ligne: ValeurBareme) -> CalculQuerySet:
    """Frozen computations that may have read a value: its formula, its exercices, its scope."""
    calculs = Calcul.objects.filter(dispositif=ligne.dispositif, annee__gte=ligne.debut)
    if ligne.fin is not None:
        calculs = calculs.filter(annee__lte=ligne.fin)
    return calculs if ligne.caf_id is None else calculs.filter(caf=ligne.caf_id)


@transaction.atomic
def charger_baremes(fichiers: Iterable[Path] | None = None) -> Chargement:
    """Add the lines of the files that the registry lacks; idempotent.

    A line whose exercices are already covered for its scope and parameter is left alone: what an
    administrator wrote or closed wins over the file.
    """
    ajoutees = presentes = 0
    absentes: list[str] = []
    cafs = {caf.code: caf for caf in Caf.objects.all()}
    for fichier in fichiers or sorted(DOSSIER_BAREMES.glob("*.toml")):
        brut = tomllib.loads(fichier.read_text(encoding="utf-8"))
        code = brut.get("caf")
        if code is not None and code not in cafs:
            absentes.append(code)
            continue
        caf = cafs[code] if code is not None else None
        for ligne in brut["lignes"]:
            if _ajouter(ligne, caf, brut.get("note", "")):
                ajoutees += 1
            else:
                presentes += 1
    return Chargement(ajoutees, presentes, tuple(absentes))


def _ajouter(brut: dict[str, Any], caf: Caf | None, note: str) -> bool:
    """Add one line, checked like any other; False when its exercices are already covered."""
    dispositif, code = brut["dispositif"], brut["parametre"]
    debut, fin = brut["debut"], brut.get("fin")
    if LigneBareme.objects.chevauchant(dispositif, code, caf, debut, fin).exists():
        return False
    attendu = parametre(dispositif, code)
    est_texte = attendu is not None and attendu.est_texte
    ligne = LigneBareme(
        caf=caf,
        dispositif=dispositif,
        parametre=code,
        valeur=None if est_texte else Decimal(brut["valeur"]),
        texte=brut["valeur"] if est_texte else "",
        debut=debut,
        fin=fin,
        source=brut["source"],
        marque=brut["marque"],
        note=brut.get("note", note),
    )
    ligne.full_clean()
    ligne.save(force_insert=True)
    return True
