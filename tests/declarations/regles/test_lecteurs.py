"""Who reads which field."""

import pytest

from declarations.grilles import grille_pour
from declarations.regles.grille import Ligne
from declarations.regles.lecteurs import champs_lisibles

LIGNES = (Ligne("p1", "Claire Coop"), Ligne("p2", "Paul Projet"))
RESERVES = {
    f"postes.{ligne.cle}.{champ}"
    for ligne in LIGNES
    for champ in ("salaire_charge", "autres_depenses")
}


def chemins(dispositif: str, roles: set[str], cote_caf: bool = False) -> set[str]:
    places = grille_pour(dispositif, 2025).emplacements("reelle", LIGNES)
    return {e.chemin for e in champs_lisibles(places, frozenset(roles), cote_caf)}


TOUT = chemins("cct", set(), cote_caf=True)


@pytest.mark.parametrize(
    "roles",
    [
        {"fournisseur_finances"},
        {"approbateur"},
        {"fournisseur_activite", "approbateur"},
        {"fournisseur_activite", "fournisseur_finances"},
    ],
)
def test_ceux_que_la_grille_nomme_lisent_tout(roles: set[str]) -> None:
    assert chemins("cct", roles) == TOUT


@pytest.mark.parametrize("roles", [set(), {"fournisseur_activite"}, {"gestionnaire_habilitations"}])
def test_les_autres_lisent_tout_sauf_les_salaires(roles: set[str]) -> None:
    assert RESERVES <= TOUT
    assert chemins("cct", roles) == TOUT - RESERVES


@pytest.mark.parametrize("dispositif", ["er", "clas"])
def test_rien_n_est_reserve_ailleurs(dispositif: str) -> None:
    assert chemins(dispositif, set()) == chemins(dispositif, set(), cote_caf=True)
