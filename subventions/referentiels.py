"""Reference data kept in versioned files: read once, handed to the pure rules."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from subventions.regles.acomptes.profils import Profil, lire_profils
from subventions.regles.plan import SENS, Compte, PlanComptable

FICHIER_PLAN = Path(__file__).parent / "plan_comptable" / "comptes-1.toml"
FICHIER_PROFILS = Path(__file__).parent / "acomptes" / "profils.toml"


@lru_cache
def plan_comptable() -> PlanComptable:
    """The chart of accounts, every exercice together: narrow it with ``valides(annee)``."""
    with FICHIER_PLAN.open("rb") as fichier:
        return lire_plan(tomllib.load(fichier))


@lru_cache
def profils_acomptes() -> dict[str, Profil]:
    """The profiles of acomptes, by code."""
    with FICHIER_PROFILS.open("rb") as fichier:
        return lire_profils(tomllib.load(fichier))


def lire_plan(brut: dict[str, Any]) -> PlanComptable:
    """Build the chart from its file; ValueError when a number is written twice."""
    comptes = [compte for classe in brut["classes"] for compte in _comptes(classe)]
    numeros = [compte.numero for compte in comptes]
    if len(numeros) != len(set(numeros)):
        raise ValueError("Le plan comptable contient deux fois le même numéro.")
    titres = tuple((classe["numero"], classe["libelle"]) for classe in brut["classes"])
    return PlanComptable(tuple(comptes), titres)


def _comptes(classe: dict[str, Any]) -> list[Compte]:
    """The line of the classe itself (leaf or total), then its sub-lines."""
    if classe["sens"] not in SENS:
        raise ValueError(f"Classe {classe['numero']} : sens inconnu.")
    sous_lignes = classe.get("comptes", [])
    commun = {"sens": classe["sens"], "classe": classe["numero"]}
    tete = Compte(
        numero=classe["numero"],
        libelle=classe.get("libelle_ligne", classe["libelle"]),
        feuille=not sous_lignes or classe.get("saisie", False),
        debut=classe.get("debut"),
        fin=classe.get("fin"),
        marque=classe["marque"],
        **commun,
    )
    suite = [
        Compte(
            numero=ligne["numero"],
            libelle=ligne["libelle"],
            feuille=True,
            debut=ligne.get("debut", tete.debut),
            fin=ligne.get("fin", tete.fin),
            marque=ligne.get("marque", tete.marque),
            **commun,
        )
        for ligne in sous_lignes
    ]
    return [tete, *suite]
