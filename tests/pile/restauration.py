"""Back up, then restore on an empty machine: the commands of docs/exploitation.md, as written."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.installation.compose import RACINE
from tests.pile import docker
from tests.pile.pile import Pile

VERIFICATIONS = (
    ("verifier_journal",),
    ("verifier_integrite",),
    ("verifier_droits",),
    ("verifier_documents",),
    ("rejouer", "--processus", "1"),
)
# What the restored portal writes as it finds that its base is another one: that it holds reminders.
ECRITES_EN_RECONNAISSANT = {"socle_retenue": 1, "socle_lignejournal": 1}


def commandes(titre: str) -> str:
    """The commands under a title of the document, in their order."""
    texte = (RACINE / "docs/exploitation.md").read_text()
    partie = re.split(r"(?m)^## ", texte.split(f"\n## {titre}\n", 1)[1], maxsplit=1)[0]
    lignes = re.findall(r"(?m)^    (.+)$", partie)
    assert lignes, titre
    return "\n".join(lignes)


def sauvegarder(pile: Pile, ou: Path) -> None:
    """Leave in ``ou`` the four things that the document names."""
    ou.mkdir(parents=True, exist_ok=True)
    shutil.copytree(pile.dossier / "secrets", ou / ".secrets", dirs_exist_ok=True)
    (ou / ".env").write_text("NOM_PUBLIC=localhost\n")
    jouer(pile, commandes("Back up"), ou)


def restaurer(sauvegarde: Path, dossier: Path, https: int, courrier: str) -> Pile:
    """Another machine, with the saved secrets and nothing else; return it as it serves."""
    shutil.rmtree(dossier, ignore_errors=True)
    dossier.mkdir(parents=True)
    # By tar, as it was made: Python only filters what an archive holds from 3.11.4 on.
    subprocess.run(["tar", "-xf", sauvegarde / "secrets.tar", "-C", dossier], check=True)
    (dossier / ".secrets").rename(dossier / "secrets")
    pile = Pile(dossier, https, courrier)
    try:
        pile.demarrer(serveurs_seuls=True)
        jouer(pile, commandes("Restore"), sauvegarde)
    except BaseException:
        pile.arreter()
        raise
    return pile


def jouer(pile: Pile, texte: str, ici: Path) -> None:
    """In a shell, in the folder ``ici``; raises with what was said."""
    bin_ = docker.installer(pile)
    fin = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", texte],
        cwd=ici,
        env={"PATH": f"{bin_}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert fin.returncode == 0, fin.stdout + fin.stderr


def verifier(pile: Pile) -> None:
    """Journal, what was sent, rights, documents, frozen computations; raises with what is wrong."""
    for mots in VERIFICATIONS:
        pile.executer("worker", ["python", "manage.py", *mots])


def changees(avant: dict[str, int], apres: dict[str, int]) -> dict[str, tuple[int, int | None]]:
    """Tables that do not hold what they should after a restore: rows before, rows after."""
    return {
        table: (lignes, apres.get(table))
        for table, lignes in avant.items()
        if apres.get(table) != lignes + ECRITES_EN_RECONNAISSANT.get(table, 0)
    }


def compter(pile: Pile) -> dict[str, int]:
    """Rows of each table."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    lire = pile.machine.lire
    return {str(t): int(str(lire(f'SELECT count(*) FROM "{t}"')[0][0])) for (t,) in lire(tables)}
