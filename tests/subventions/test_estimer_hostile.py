"""``estimer`` asked by somebody who means harm, or by a program that went wrong.

Each value of a sound request is replaced in turn by each thing that it cannot be: the answer says
where, and never an amount. No database: the barème comes with the request.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subventions.imports import DECODEUR
from subventions.services.demandes import Guichet
from tests.subventions.outils import BAREMES, donnees_valides, refaire

Chemin = tuple[str | int, ...]
PAS_UN_NOMBRE = (
    *("null", "true", "false", "[]", "{}", "[1]", '{"a": 1}', '""', '" "', '" 5"', '"5 "'),
    *("NaN", "Infinity", "-Infinity", '"NaN"', '"sNaN"', '"inf"', '"-0.01"', "-1", "-0.01"),
    *("1e3", "1E400", "-1e-400", '"1e3"', '"1,5"', '"1 000"', '"1\\u00a0000"', '"1_000"'),
    *('"0x10"', '"\\u0661\\u0662"', '"+5"', '".5"', '"5."', '"--5"', '"5€"', '"\\u0000"'),
    *("9" * 13, "9" * 5000, f'"{"9" * 5000}"', f"0.{'1' * 21}", '"\\ud800"', '"=1+1"'),
)
PAS_UN_BOOLEEN = ("null", "0", "1", '"true"', '"oui"', "[]", "{}", "1.0", "NaN")
PAS_DES_MOIS = ("12.5", '"11.9"', "13", "1000", '"13"')
PAS_UNE_LISTE = ("null", "true", "1", '"x"', "{}", '{"0": {}}', "[null]", "[1]", "[[]]", '["x"]')
PAS_UN_OBJET = ("null", "true", "1", '"x"', "[]", '[["60", "5"]]')


def demande(dispositif: str) -> dict[str, Any]:
    exercice = "2025-2026" if dispositif == "clas" else "2025"
    return {
        "dispositif": dispositif,
        "exercice": exercice,
        "donnees": donnees_valides(dispositif),
        "bareme": BAREMES[dispositif],
    }


def chemins(valeur: Any, ici: Chemin = ()) -> Iterator[Chemin]:
    """Every place of a value, the value itself left out."""
    cles = valeur if isinstance(valeur, dict) else range(len(valeur))
    for cle in cles:
        yield (*ici, cle)
        if isinstance(valeur[cle], dict | list):
            yield from chemins(valeur[cle], (*ici, cle))


def lire(valeur: Any, chemin: Chemin) -> Any:
    for cle in chemin:
        valeur = valeur[cle]
    return valeur


def avec(demande: dict[str, Any], chemin: Chemin, ecrit: str) -> str:
    """The text of a request where one value is written otherwise, digits for digits."""
    copie = json.loads(json.dumps(demande))
    lire(copie, chemin[:-1])[chemin[-1]] = "@@"
    return json.dumps(copie).replace('"@@"', ecrit)


def repondre(texte: str) -> dict[str, Any]:
    return Guichet().repondre(DECODEUR.decode(texte))


def impossibles(sain: object, cle: object) -> tuple[str, ...]:
    if isinstance(sain, bool):
        return PAS_UN_BOOLEEN
    if isinstance(sain, dict):
        return PAS_UN_OBJET
    if isinstance(sain, list):
        return PAS_UNE_LISTE
    return PAS_UN_NOMBRE + (PAS_DES_MOIS if cle == "mois" else ())


def en_clair(chemin: Chemin) -> str:
    return ".".join(map(str, chemin))


@pytest.mark.parametrize("dispositif", list(BAREMES))
def test_aucune_valeur_impossible_ne_donne_un_montant(dispositif: str) -> None:
    saine = demande(dispositif)
    assert repondre(json.dumps(saine))["statut"] == "estime"
    places = [("donnees", *chemin) for chemin in chemins(saine["donnees"])]
    assert len(places) >= 1
    for chemin in places:
        sain = lire(saine, chemin)
        for ecrit in impossibles(sain, chemin[-1]):
            texte = avec(saine, chemin, ecrit)
            rendu = repondre(texte)
            assert rendu["statut"] == "invalide", texte
            assert rendu["montant"] is None
            assert rendu["etapes"] == []
            dits = [erreur["chemin"] for erreur in rendu["erreurs"]]
            assert any(dit.startswith(en_clair(chemin)) for dit in dits), (texte, dits)
            assert all(erreur["message"].endswith(".") for erreur in rendu["erreurs"])
            json.dumps(rendu, allow_nan=False)


@pytest.mark.parametrize("dispositif", list(BAREMES))
def test_aucun_parametre_impossible_ne_donne_un_montant(dispositif: str) -> None:
    """A null parameter is unset: « barème non publié », or the default of an optional one."""
    saine = demande(dispositif)
    for code in BAREMES[dispositif]:
        for ecrit in (*PAS_UN_NOMBRE, *(("1.01", '"2"') if code == "taux" else ())):
            rendu = repondre(avec(saine, ("bareme", code), ecrit))
            if ecrit == "null":
                attendu = "estime" if code == "cap_organisation" else "bareme_non_publie"
                assert rendu["statut"] == attendu
            else:
                assert rendu["statut"] == "invalide", (code, ecrit)
                assert [e["chemin"] for e in rendu["erreurs"]] == [f"bareme.{code}"]


@pytest.mark.parametrize("cle", ["dispositif", "exercice", "donnees", "bareme", "caf"])
@pytest.mark.parametrize("ecrit", ["1e400", "NaN", "[]", "[1]", "true", '"x"', '"\\ud800"'])
def test_aucune_demande_impossible_ne_donne_un_montant(db: None, cle: str, ecrit: str) -> None:
    saine = {"caf": "73"} | demande("cct")
    rendu = repondre(avec(saine, (cle,), ecrit))
    assert rendu["statut"] == "invalide"
    assert any(erreur["chemin"].startswith(cle) for erreur in rendu["erreurs"])


@pytest.mark.parametrize("dispositif", list(BAREMES))
def test_une_cle_ecrite_deux_fois_est_refusee_ou_qu_elle_soit(dispositif: str) -> None:
    saine = demande(dispositif)
    for chemin in chemins(saine["donnees"]):
        parent = lire(saine["donnees"], chemin[:-1])
        if isinstance(parent, dict):
            cle = json.dumps(chemin[-1])
            double = json.dumps(parent)[:-1] + f", {cle}: {json.dumps(parent[chemin[-1]])}}}"
            entier = ("donnees", *chemin[:-1])
            rendu = repondre(avec(saine, entier, double))
            assert rendu["statut"] == "invalide"
            assert en_clair((*entier, chemin[-1])) in {e["chemin"] for e in rendu["erreurs"]}


json_quelconque = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda enfants: st.lists(enfants, max_size=3) | st.dictionaries(st.text(max_size=6), enfants),
    max_leaves=6,
)


@settings(max_examples=300)
@given(st.sampled_from(list(BAREMES)), st.data())
def test_quoi_qu_on_demande_la_reponse_est_juste_ou_c_est_un_refus(
    dispositif: str, tirage: st.DataObject
) -> None:
    """Anything anywhere: no traceback, and an amount is that of its steps."""
    saine = demande(dispositif)
    chemin = tirage.draw(st.sampled_from([("donnees",), *chemins({"donnees": saine["donnees"]})]))
    rendu = repondre(avec(saine, chemin, json.dumps(tirage.draw(json_quelconque))))
    if rendu["statut"] == "estime":
        assert Decimal(rendu["montant"]) >= 0
        assert rendu["etapes"][-1]["resultat"] == rendu["montant"]
        assert all(refaire(etape) == etape["resultat"] for etape in rendu["etapes"])
    else:
        assert rendu["statut"] == "invalide"
        assert rendu["erreurs"]
