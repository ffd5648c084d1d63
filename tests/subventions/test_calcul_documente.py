"""``docs/calcul.md`` says what the engine does: examples computed again, tables read."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from subventions.referentiels import plan_comptable, profils_acomptes
from subventions.regles.acomptes.demande import lire
from subventions.regles.acomptes.echeancier import etablir
from subventions.regles.bareme import lire_bareme
from subventions.regles.etapes import Etape
from subventions.regles.moteur import FORMULES, estimer
from subventions.regles.parametres import PARAMETRES

TEXTE = (Path(__file__).parents[2] / "docs" / "calcul.md").read_text(encoding="utf-8")
EXEMPLE = re.compile(
    r"^(?P<titre>[^\n]+)\n\n```json\n(?P<brut>\{.*?\})\n```\n\n"
    r"\| Étape \| Formule \| Résultat \|\n\| --- \| --- \| --- \|\n(?P<etapes>(?:\|[^\n]+\|\n)+)\n"
    r"(?P<fin>[^\n]+)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Exemple:
    """One example of the page: what it starts from, its steps, the sentence that ends it."""

    titre: str
    brut: dict[str, Any]
    etapes: list[tuple[str, ...]]
    fin: str


def rangees(tableau: str) -> list[tuple[str, ...]]:
    return [tuple(c.strip() for c in r.strip("|").split("|")) for r in tableau.strip().split("\n")]


def exemples() -> list[Exemple]:
    return [
        Exemple(lu["titre"], json.loads(lu["brut"]), rangees(lu["etapes"]), lu["fin"])
        for lu in EXEMPLE.finditer(TEXTE)
    ]


def ecrites(etapes: tuple[Etape, ...]) -> list[tuple[str, ...]]:
    return [(e.libelle, e.formule, str(e.resultat)) for e in etapes]


ESTIMATIONS = [e for e in exemples() if "dispositif" in e.brut]
ACOMPTES = [e for e in exemples() if "profil" in e.brut]


@pytest.mark.parametrize("exemple", ESTIMATIONS, ids=lambda e: e.titre)
def test_les_estimations(exemple: Exemple) -> None:
    brut = exemple.brut
    bareme, erreurs = lire_bareme(brut["dispositif"], brut["bareme"])
    assert not erreurs
    estimation = estimer(
        brut["dispositif"], brut["donnees"], bareme, plan_comptable(), brut["annee"]
    )
    assert ecrites(estimation.etapes) == exemple.etapes
    assert exemple.fin == f"Amount: **{estimation.montant}**."


@pytest.mark.parametrize("exemple", ACOMPTES, ids=lambda e: e.titre)
def test_les_acomptes(exemple: Exemple) -> None:
    echeancier = etablir(lire(exemple.brut, profils_acomptes()))
    assert ecrites(tuple(echeancier.etapes)) == exemple.etapes
    rendu = echeancier.en_json()
    attendu = "Statut `{statut}`, solde **{solde}**, indu **{indu}**."
    assert exemple.fin == attendu.format(**rendu)


def test_chaque_formule_et_chaque_profil_ont_leur_exemple() -> None:
    assert {e.brut["dispositif"] for e in ESTIMATIONS} == set(FORMULES)
    assert {e.brut["profil"] for e in ACOMPTES} == set(profils_acomptes())
    assert TEXTE.count("```json") == len(ESTIMATIONS) + len(ACOMPTES)


def test_le_tableau_des_parametres_est_celui_du_moteur() -> None:
    lus: dict[tuple[str, str], tuple[bool, str]] = {}
    tableau = TEXTE.split(
        "| Parameter | Formula | Required | Default |\n| --- | --- | --- | --- |\n"
    )
    for codes, formules, obligatoire, defaut in rangees(tableau[1].split("\n\n")[0]):
        ou = re.findall(r"`(\w+)`", formules) or list(PARAMETRES)
        for code in re.findall(r"`(\w+)`", codes):
            for dispositif in ou:
                valeur = re.match(r"`(\w+)`", defaut)
                lus[dispositif, code] = (obligatoire == "yes", valeur[1] if valeur else "")
    attendus = {
        (dispositif, p.code): (p.obligatoire, p.defaut or "")
        for dispositif, parametres in PARAMETRES.items()
        for p in parametres
    }
    assert lus == attendus


def test_le_tableau_des_profils_les_nomme_tous() -> None:
    tableau = TEXTE.split("| Profile | Acomptes |\n| --- | --- |\n")[1].split("\n\n")[0]
    assert [code.strip("`") for code, _ in rangees(tableau)] == list(profils_acomptes())
