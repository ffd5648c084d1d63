"""The words in which one line of the journal is told: no database is needed."""

import pytest

from declarations.chronologie import ACTIONS, raconter
from tests.declarations.chronologies import COTES, DOSSIER, dire, ligne
from tests.declarations.remplir import TEXTE_JUSTIFICATION


@pytest.mark.parametrize(
    ("details", "attendu"),
    [
        ({}, "de la déclaration"),
        ({"volets": ["activite", "finances"]}, "des données d’activité et des données financières"),
        ({"champs": ["comptes.1"]}, "de 1 donnée"),
        ({"volets": ["finances"], "champs": ["a", "b"]}, "des données financières et de 2 données"),
    ],
)
def test_la_portee_d_une_correction_s_ecrit_toujours(details: dict, attendu: str) -> None:
    texte = dire(ligne("correction_demandee", details=details))

    assert texte == f"Colette Conseil a demandé une correction {attendu}"


def test_au_dela_de_trois_donnees_on_compte() -> None:
    libelles = {f"c{n}": f"Champ {n}" for n in range(5)}
    une = ligne("correction_demandee", details={"champs": list(libelles)})

    texte = raconter(DOSSIER, [une], False, libelles)[0].texte.replace("\u00a0", " ")

    assert texte.endswith("de « Champ 0 », de « Champ 1 », de « Champ 2 » et de 2 autres données")


@COTES
@pytest.mark.parametrize(
    "details", [{}, {"volet": 3, "pour_le": "bientôt", "controle": ["C99"], "champs": None}]
)
@pytest.mark.parametrize("action", [*ACTIONS, "inventee", ""])
def test_rien_ne_fait_echouer_le_recit(action: str, details: dict, cote_caf: bool) -> None:
    assert dire(ligne(action, details=details, motif="{x}"), cote_caf)


def test_une_action_inconnue_se_dit_avec_des_mots_neutres() -> None:
    evenement = raconter(DOSSIER, [ligne("inventee")], False)[0]

    assert evenement.texte == "Colette Conseil a fait avancer ce dossier"
    assert evenement.qui == ""


def test_le_motif_d_un_renvoi_reste_chez_le_partenaire() -> None:
    renvoi = ligne(
        "volet_renvoye", motif="Revoir les heures d’Ugine.", details={"volet": "activite"}
    )

    assert "Revoir les heures d’Ugine." in raconter(DOSSIER, [renvoi], cote_caf=False)[0].detail
    assert raconter(DOSSIER, [renvoi], cote_caf=True)[0].detail == ""


@COTES
def test_le_texte_d_une_justification_n_est_pas_raconte(cote_caf: bool) -> None:
    une = ligne("anomalie_justifiee", motif=TEXTE_JUSTIFICATION, details={"controle": "C06"})

    evenement = raconter(DOSSIER, [une], cote_caf)[0]

    assert evenement.detail == ""
    assert evenement.texte.endswith("variation par rapport à l’exercice précédent (C06)")


@pytest.mark.parametrize(
    ("constat", "suite"),
    [
        ("C12:collectifs.c2.enfants", "(C12), École 2"),
        ("C12:collectifs.c9.enfants", "(C12)"),  # gone since
        ("C12:c2", "(C12)"),
    ],
)
def test_une_anomalie_justifiee_nomme_sa_ligne(constat: str, suite: str) -> None:
    """Forty collectifs may have the same check."""
    une = ligne("anomalie_justifiee", details={"controle": "C12", "constat": constat})

    texte = raconter(DOSSIER, [une], False, {"c2": "École 2"})[0].texte

    assert texte.endswith(suite)
