"""Rows of a version: the lieux of an ER as they stand until sending, then as they were sent."""

from datetime import date
from typing import Any

from declarations.models import Declaration, Version
from declarations.regles.grille import Ligne
from habilitations.models import Dispositif
from habilitations.regles.exercices import bornes_exercice


def lignes_de(declaration: Declaration, version: Version) -> tuple[Ligne, ...]:
    """Return the rows: for an ER not yet sent, its lieux open during the exercice."""
    if version.est_envoyee or declaration.dispositif != Dispositif.ER:
        return lignes_figees(version)
    debut, fin = bornes_exercice(declaration.dispositif, declaration.annee)
    return tuple(
        Ligne(f"l{lieu.pk}", lieu.nom, lieu.ouvert_le, lieu.ferme_le)
        for lieu in declaration.equipement.lieux.ouverts(debut, fin)
    )


def lignes_figees(version: Version) -> tuple[Ligne, ...]:
    """Return the rows kept with a version."""
    return tuple(
        Ligne(
            ligne["cle"],
            ligne["libelle"],
            _date(ligne.get("ouvert_le")),
            _date(ligne.get("ferme_le")),
        )
        for ligne in version.lignes
    )


def en_json(lignes: tuple[Ligne, ...]) -> list[dict[str, Any]]:
    """Rows as kept with a version."""
    return [
        {
            "cle": ligne.cle,
            "libelle": ligne.libelle,
            "ouvert_le": ligne.ouvert_le.isoformat() if ligne.ouvert_le else None,
            "ferme_le": ligne.ferme_le.isoformat() if ligne.ferme_le else None,
        }
        for ligne in lignes
    ]


def _date(valeur: str | None) -> date | None:
    return date.fromisoformat(valeur) if valeur else None
