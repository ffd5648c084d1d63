"""Rows of a version: the lieux of an ER as they stand until sending, those typed for the others.

Collectifs and postes are kept with the version as they are typed. A row withdrawn stays there,
marked, with its figures: it can be brought back until the declaration is sent.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from declarations.grilles import grille_par_reference
from declarations.models import Declaration, Version
from declarations.regles.grille import Grille, LigneGrille
from declarations.regles.lignes import libelle_affiche
from declarations.services.donnees_caf import postes_par_declaration
from habilitations.models import Dispositif, Lieu
from habilitations.regles.exercices import bornes_exercice
from portal.socle.requetes_ecrites import RequeteEcrite

_LIEUX = RequeteEcrite(
    lambda equipement, debut, fin: Lieu.objects.filter(equipement=equipement).ouverts(debut, fin)
)


def lignes_du_moment(declaration: Declaration, version: Version) -> tuple[LigneGrille, ...]:
    """Return the rows that a draft asks about now.

    For an ER its lieux open during the exercice; else those typed, called by what is typed in them
    where the grid says so.
    """
    if declaration.dispositif != Dispositif.ER:
        grille, donnees = grille_par_reference(version.grille, declaration.annee), version.donnees
        return tuple(libelle_affiche(grille, ligne, donnees) for ligne in lignes_gardees(version))
    debut, fin = bornes_exercice(declaration.dispositif, declaration.annee)
    return tuple(
        LigneGrille(f"l{lieu.pk}", lieu.nom, lieu.ouvert_le, lieu.ferme_le)
        for lieu in _LIEUX.lire(declaration.equipement.pk, debut, fin)
    )


def lignes_initiales(declarations: Sequence[Declaration]) -> dict[int, list[dict[str, Any]]]:
    """Rows of declarations just called, by id of declaration, as kept with their versions.

    For a CCT, the postes of the convention: the partner completes them, adds or withdraws some.
    One query, none without a CCT.
    """
    return {
        pk: [
            {"cle": f"c{poste.pk}", "libelle": poste.intitule, "poste_conventionne": poste.pk}
            for poste in postes
        ]
        for pk, postes in postes_par_declaration(declarations).items()
    }


def lignes_gardees(version: Version) -> tuple[LigneGrille, ...]:
    """Return the rows kept with a version, but for those withdrawn."""
    return tuple(lire_ligne(ligne) for ligne in version.lignes if not est_retiree(ligne))


def donnees_presentes(grille: Grille, version: Version) -> dict[str, str | list[str]]:
    """Return the figures kept, but for those of the rows withdrawn, which no question hangs on."""
    retirees = tuple(
        grille.repetition.prefixe(lire_ligne(ligne))
        for ligne in version.lignes
        if est_retiree(ligne)
    )
    return {c: v for c, v in version.donnees.items() if not c.startswith(retirees)}


def est_retiree(ligne: Mapping[str, Any]) -> bool:
    return bool(ligne.get("retiree"))


def en_json(lignes: tuple[LigneGrille, ...]) -> list[dict[str, Any]]:
    """Rows as kept with a version."""
    return [
        {
            "cle": ligne.cle,
            "libelle": ligne.libelle,
            "ouvert_le": ligne.ouvert_le.isoformat() if ligne.ouvert_le else None,
            "ferme_le": ligne.ferme_le.isoformat() if ligne.ferme_le else None,
            "poste_conventionne": ligne.poste_conventionne,
        }
        for ligne in lignes
    ]


def lire_ligne(ligne: Mapping[str, Any]) -> LigneGrille:
    """A row from what is kept with a version."""
    return LigneGrille(
        ligne["cle"],
        ligne["libelle"],
        _date(ligne.get("ouvert_le")),
        _date(ligne.get("ferme_le")),
        ligne.get("poste_conventionne"),
    )


def _date(valeur: str | None) -> date | None:
    return date.fromisoformat(valeur) if valeur else None
