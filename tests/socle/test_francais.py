"""Elision and articles: what stands before the name of a person or of a partner."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from portal.socle.francais import a_la, a_qui, chez, cle_de_tri, compter, de, de_la


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Colette Conseil", "de Colette Conseil"),
        ("Isabelle Martin", "d’Isabelle Martin"),
        ("Émilie Roux", "d’Émilie Roux"),
        ("Hélène Petit", "d’Hélène Petit"),
        ("Œdipe Noir", "d’Œdipe Noir"),
        ("Yves Blanc", "d’Yves Blanc"),
        ("Yann Blanc", "de Yann Blanc"),
        ("Yohan Blanc", "de Yohan Blanc"),
        ("Ugine", "d’Ugine"),
        ("Haute-Savoie", "de Haute-Savoie"),
        ("« Les Alizés »", "de « Les Alizés »"),
        ("12 rue Neuve", "de 12 rue Neuve"),
        ("", "de "),
    ],
)
def test_de(nom: str, attendu: str) -> None:
    assert de(nom) == attendu


def test_un_exposant_n_est_pas_un_nombre() -> None:
    """« ² » is a digit to Python, and no number."""
    assert sorted(["²", "10", "2"], key=cle_de_tri) == ["2", "10", "²"]


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Association Les Passerelles", "de l’Association Les Passerelles"),
        ("Communauté de communes du Lac", "de la Communauté de communes du Lac"),
        ("COMMUNE D’UGINE", "de la COMMUNE D’UGINE"),
        ("Caf de la Savoie", "de la Caf de la Savoie"),
        ("Ville de Chambéry", "de la Ville de Chambéry"),
        ("Agglomération d’Arles", "de l’Agglomération d’Arles"),
        ("École des parents", "de l’École des parents"),
        ("CCAS d’Annecy", "du CCAS d’Annecy"),
        ("Centre social", "du Centre social"),
        ("Espace Rencontre", "de l’Espace Rencontre"),
        ("Établissement public", "de l’Établissement public"),
        ("Les Francas", "des Francas"),
        ("Le Relais", "du Relais"),
        ("La Passerelle", "de La Passerelle"),
        ("L’Escale", "de L’Escale"),
        ("Familles rurales", "de Familles rurales"),
        ("Unis-Cité", "d’Unis-Cité"),
        ("Les Essarts", "des Essarts"),
        ("Le Mans", "du Mans"),
        ("LE MANS", "du MANS"),
        ("La Rochelle", "de La Rochelle"),
        ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
        ("Ville-d’Avray", "de Ville-d’Avray"),
        ("École-Valentin", "d’École-Valentin"),
        ("Ville des Essarts", "de la Ville des Essarts"),
    ],
)
def test_de_la(nom: str, attendu: str) -> None:
    assert de_la(nom) == attendu


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Association Les Passerelles", "chez l’Association Les Passerelles"),
        ("Commune d’Ugine", "chez la Commune d’Ugine"),
        ("CCAS d’Annecy", "chez le CCAS d’Annecy"),
        ("Établissement public", "chez l’Établissement public"),
        ("Le Relais", "chez Le Relais"),
        ("Familles rurales", "chez Familles rurales"),
    ],
)
def test_chez(nom: str, attendu: str) -> None:
    assert chez(nom) == attendu


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Association Les Passerelles", "à l’Association Les Passerelles"),
        ("Commune d’Ugine", "à la Commune d’Ugine"),
        ("Caf de la Savoie", "à la Caf de la Savoie"),
        ("CCAS d’Annecy", "au CCAS d’Annecy"),
        ("Établissement public", "à l’Établissement public"),
        ("Les Essarts", "aux Essarts"),
        ("Les Trois-Cascades", "aux Trois-Cascades"),
        ("Le Mans", "au Mans"),
        ("LES ESSARTS", "aux ESSARTS"),
        ("La Rochelle", "à La Rochelle"),
        ("L’Haÿ-les-Roses", "à L’Haÿ-les-Roses"),
        ("Lesquin", "à Lesquin"),
        ("Ville-d’Avray", "à Ville-d’Avray"),
        ("Ugine", "à Ugine"),
        ("Le", "à Le"),
    ],
)
def test_a_la(nom: str, attendu: str) -> None:
    assert a_la(nom) == attendu


def test_les_gabarits_ont_les_memes() -> None:
    gabarit = engines["django"].from_string(
        "au nom {{ structure|de_la }}, dit {{ qui|de }} {{ ou|a_la }}"
    )
    lu = gabarit.render({"structure": "Association <A>", "qui": "Isabelle", "ou": "Les Essarts"})

    assert lu == "au nom de l’Association &lt;A&gt;, dit d’Isabelle aux Essarts"


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Alice Activité", "à Alice Activité"),
        ("le fournisseur", "au fournisseur"),
        ("les deux volets", "aux deux volets"),
        ("l’approbateur", "à l’approbateur"),
        ("la personne", "à la personne"),
        ("Léa Roux", "à Léa Roux"),
        ("Le Relais", "à Le Relais"),
    ],
)
def test_a_qui(nom: str, attendu: str) -> None:
    assert a_qui(nom) == attendu


def test_un_nom_se_lit_apres_de() -> None:
    """« de Association », « de Isabelle »: a name after « de » asks the filter, wherever it is."""
    nus = re.compile(
        r"\bde \{\{ [a-z_.]*(?:gestionnaire|partenaire|equipement|utilisateur|\.nom) \}\}"
    )
    racine = Path(settings.BASE_DIR, "templates")
    fautifs = [
        f"{chemin.relative_to(racine)}: {trouve}"
        for chemin in sorted(racine.rglob("*.*"))
        for trouve in nus.findall(chemin.read_text())
    ]
    assert not fautifs


def test_ce_qui_se_compte_s_ecrit_comme_un_nombre() -> None:
    assert compter(0, "bilan") == "0\u00a0bilan"
    assert compter(2, "lieu", "lieux") == "2\u00a0lieux"
    assert compter(15_000, "bilan") == "15\u202f000\u00a0bilans"
