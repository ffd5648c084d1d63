"""README.md says what an operator can set, and every command of the Makefile."""

import re
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
LISEZMOI = (RACINE / "README.md").read_text()
REGLAGES = sorted((RACINE / "portal/settings").glob("*.py"))


def test_chaque_variable_lue_est_dans_le_tableau() -> None:
    sources = [*REGLAGES, RACINE / "portal/demo.py", RACINE / "portal/preparation.py"]
    sources += (RACINE / "portal/socle/serveurs").glob("*.py")
    sources += (RACINE / "portal/accueil/demo").glob("*.py")
    motif = r"(?:env(?:iron)?\.\w+|secret)\(\s*\"([A-Z_]+)\""
    lues = {nom for source in sources for nom in re.findall(motif, source.read_text())}
    lues.remove("DJANGO_SETTINGS_MODULE")
    decrites = set(re.findall(r"(?m)^\| `([A-Z_]+)` \|", LISEZMOI))
    assert lues == decrites


def test_chaque_secret_dit_qu_il_peut_venir_d_un_fichier() -> None:
    sources = [*REGLAGES, RACINE / "portal/socle/serveurs/__init__.py"]
    lus = {nom for s in sources for nom in re.findall(r"\bsecret\(\"([A-Z_]+)\"", s.read_text())}
    assert {"SECRET_KEY", "DATABASE_URL"} <= lus
    assert lus == set(re.findall(r"(?m)^\| `([A-Z_]+)` \|.*\*\|$", LISEZMOI))


def test_chaque_commande_est_presentee() -> None:
    cibles = re.findall(r"(?m)^([a-z-]+):.*##", (RACINE / "Makefile").read_text())
    assert len(cibles) > 5
    assert not [cible for cible in cibles if cible != "aide" and f"make {cible}" not in LISEZMOI]
