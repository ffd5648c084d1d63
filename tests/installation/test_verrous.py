"""The lock files: everything pinned and hashed, and no registry named."""

import re
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
VERROUS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")


def directes(fichier: str) -> set[str]:
    """The names written by hand in a ``.in`` file, as pip normalises them."""
    lignes = (RACINE / fichier).read_text().splitlines()
    noms = [re.match(r"[A-Za-z0-9._-]+", ligne) for ligne in lignes if not ligne.startswith("-")]
    return {re.sub(r"[-_.]+", "-", nom.group()).lower() for nom in noms if nom}


@pytest.mark.parametrize("fichier", VERROUS)
def test_un_verrou_ne_nomme_aucun_registre(fichier: str) -> None:
    texte = (RACINE / fichier).read_text()
    assert not re.search(
        r"://|--(extra-)?index-url|--find-links|--trusted-host",
        texte.replace("--no-emit-index-url", ""),
    )


@pytest.mark.parametrize("fichier", VERROUS)
def test_un_verrou_fixe_et_signe_chaque_paquet(fichier: str) -> None:
    texte = re.sub(r"(?m)#.*$", "", (RACINE / fichier).read_text()).replace("\\\n", " ")
    paquets = [ligne for ligne in texte.splitlines() if ligne.strip()]
    assert paquets
    for paquet in paquets:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+ ", paquet), paquet
        assert "--hash=sha256:" in paquet, paquet


@pytest.mark.parametrize("fichier", VERROUS)
def test_un_verrou_suit_ce_qui_est_demande(fichier: str) -> None:
    verrouilles = set(
        re.findall(r"(?m)^([a-z0-9-]+)(?:\[[a-z,]+\])?==", (RACINE / fichier).read_text())
    )
    assert directes(fichier.replace(".txt", ".in")) <= verrouilles


def test_chaque_dependance_est_justifiee() -> None:
    decision = (RACINE / "docs/decisions/0003-dependances.md").read_text().lower()
    demandees = directes("requirements.in") | directes("requirements-dev.in")
    assert not [nom for nom in sorted(demandees) if f"`{nom}`" not in decision]
