"""Who reads which field."""

import pytest

from declarations.grilles import grille_pour, toutes_les_grilles
from declarations.regles.grille import LigneGrille
from declarations.regles.lecteurs import (
    champs_lisibles,
    champs_reserves,
    constat_est_lisible,
    dispositifs_reserves,
    lecteurs_de_piece,
    roles_qui_lisent_tout,
    total_est_lisible,
    tout_est_lisible,
    volet_du_montant,
    volet_est_lisible,
)
from declarations.regles.totaux import calculer_totaux
from habilitations.models import ROLES_DECLARATION

LIGNES = (LigneGrille("p1", "Claire Coop"), LigneGrille("p2", "Paul Projet"))
SALAIRES = {
    f"postes.{ligne.cle}.{champ}"
    for ligne in LIGNES
    for champ in ("salaire_charge", "autres_depenses")
}
CCT = grille_pour("cct", 2025)
PLACES = {e.chemin: e for e in CCT.emplacements("reelle", LIGNES)}
FINANCIERS = {chemin for chemin, place in PLACES.items() if place.champ.volet == "finances"}
ACTIVITE = frozenset({"fournisseur_activite"})


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
def test_les_autres_ne_lisent_rien_des_finances(roles: set[str]) -> None:
    """A total, account 64 or the result would tell a salary."""
    assert SALAIRES | {"comptes.64", "comptes.70623", "resultat_annonce"} <= FINANCIERS
    assert chemins("cct", roles) == TOUT - FINANCIERS
    assert not tout_est_lisible(CCT, frozenset(roles), False)
    assert not volet_est_lisible(CCT, "finances", frozenset(roles), False)
    assert volet_est_lisible(CCT, "activite", frozenset(roles), False)


def test_seuls_les_champs_des_finances_sont_reserves() -> None:
    assert {c for c, place in PLACES.items() if place.champ.lecteurs} == FINANCIERS


def test_une_piece_a_les_lecteurs_de_ce_qu_elle_peut_citer() -> None:
    assert lecteurs_de_piece(CCT, ACTIVITE, False) == []
    assert lecteurs_de_piece(CCT, frozenset({"fournisseur_finances"}), False) == [
        ["approbateur", "fournisseur_finances"]
    ]


def test_un_total_est_lu_par_qui_lit_tout_ce_qui_le_fait() -> None:
    donnees = {"postes.p1.etp": "1", "postes.p1.mois": "6", "comptes.64": "100.00"}
    totaux = calculer_totaux(CCT, "reelle", LIGNES, donnees)
    lisibles = chemins("cct", set(ACTIVITE))
    lus = {total.code for total in totaux if total_est_lisible(total, lisibles)}
    assert lus == {"etp_annuels"}
    assert all(total_est_lisible(total, TOUT) for total in totaux)


@pytest.mark.parametrize(
    ("cle", "cites", "attendu"),
    [
        ("C06:etp_annuels", ("postes.p1.etp", "postes.p1.mois"), True),
        ("C01:postes", (), True),
        ("C06:charges", ("comptes.64",), False),
        ("C17:salaires", ("postes.p1.salaire_charge", "comptes.64"), False),
        ("C05:resultat_annonce", ("resultat_annonce",), False),
        # An amount, even kept in the past beside the fields of the activity alone.
        ("C06:estimation", ("postes.p1.etp",), False),
        ("C07:estimation", (), False),
        # A field that is no longer there: nobody knows who read it.
        ("C02:comptes.79", ("comptes.79",), False),
    ],
)
def test_un_constat_est_dit_a_qui_lit_tout_ce_qu_il_cite(
    cle: str, cites: tuple[str, ...], attendu: bool
) -> None:
    lisibles = chemins("cct", set(ACTIVITE))
    assert constat_est_lisible(cle, cites, PLACES, lisibles) is attendu
    assert constat_est_lisible(cle, cites, PLACES, PLACES)


def test_les_grilles_disent_qui_lit_les_montants() -> None:
    grilles = toutes_les_grilles()
    assert dispositifs_reserves(grilles) == {"cct"}
    assert roles_qui_lisent_tout(grilles, ROLES_DECLARATION) == {
        "fournisseur_finances",
        "approbateur",
    }
    reserves = set(champs_reserves(grilles))
    assert ("cct", "comptes.64") in reserves
    assert {dispositif for dispositif, _ in reserves} == {"cct"}
    assert volet_du_montant(CCT) == "finances"
    assert [volet_du_montant(grille_pour(d, 2025)) for d in ("er", "clas")] == ["", ""]


@pytest.mark.parametrize("dispositif", ["er", "clas"])
def test_rien_n_est_reserve_ailleurs(dispositif: str) -> None:
    assert chemins(dispositif, set()) == chemins(dispositif, set(), cote_caf=True)
