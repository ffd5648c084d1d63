"""Accounts as fields of a grid: the chart of the exercice, one section per classe."""

from dataclasses import replace
from decimal import Decimal

from declarations.regles.grille import (
    CHARGES,
    CONTRIBUTIONS,
    FINANCES,
    GROUPES_COMPTES,
    PRODUITS,
    ChampGrille,
    SectionGrille,
)
from subventions.regles.plan import CHARGE, PRODUIT, Compte, PlanComptable

# No équipement comes near: more is a slip of the hand (H).
MAXIMUM = Decimal("999999999.99")
GROUPES = {CHARGE: CHARGES, PRODUIT: PRODUITS}


def sections_comptes(plan: PlanComptable, aide: str) -> tuple[SectionGrille, ...]:
    """Charges, then produits, then both sides of the contributions volontaires.

    The help stands on the first section only: it is read once.
    """
    sections = [
        _section(sens, classe, titre, feuilles)
        for sens in (CHARGE, PRODUIT)
        for classe, titre, feuilles in plan.classes(sens)
    ]
    sections.sort(key=lambda section: GROUPES_COMPTES.index(section.groupe))
    return tuple(
        replace(section, aide=aide) if rang == 0 else section
        for rang, section in enumerate(sections)
    )


def _section(sens: str, classe: str, titre: str, feuilles: tuple[Compte, ...]) -> SectionGrille:
    contribution = feuilles[0].est_contribution_volontaire
    return SectionGrille(
        code=f"comptes_{classe}",
        titre=f"{classe} {titre}",
        volet=FINANCES,
        champs=tuple(_champ(compte) for compte in feuilles),
        groupe=CONTRIBUTIONS if contribution else GROUPES[sens],
    )


def _champ(compte: Compte) -> ChampGrille:
    """An account line: never required, an empty one counts as zero."""
    return ChampGrille(
        code=f"comptes.{compte.numero}",
        libelle=f"{compte.numero} {compte.libelle}",
        type="euros",
        volet=FINANCES,
        obligatoire=False,
        unite="€",
        maximum=MAXIMUM,
        marque=compte.marque,
    )
