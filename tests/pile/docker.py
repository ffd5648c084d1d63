"""What stands for ``docker compose`` over a pile: docs/exploitation.md is run as it is written.

The pile answers on a Unix socket. ``exec`` and ``run`` are given their command, variables and
folder, and become it, with the input and output of whoever typed; the pile does the rest.
"""

import json
import os
import socket
import socketserver
import sys
import threading
from itertools import dropwhile
from pathlib import Path
from typing import Any

from tests.installation.compose import RACINE, commande
from tests.pile import mandataire
from tests.pile.pile import WEB, Pile, ordre

MUETTES = {"--detach", "--wait", "--no-deps", "-T", "--rm", "--pull", "--quiet"}


def installer(pile: Pile) -> Path:
    """Write ``docker`` and the ``nginx`` of the front server's container; return their folder."""
    bin_ = pile.dossier / "bin"
    bin_.mkdir(exist_ok=True)
    scripts = {
        bin_ / "docker": f"export PYTHONPATH={RACINE}\n"
        f'exec {sys.executable} -m tests.pile.docker {pile.dossier}/docker.sock "$@"\n',
        pile.dossier
        / "proxy/nginx": f'exec {mandataire.NGINX} -c {pile.dossier}/proxy/nginx.conf "$@"\n',
    }
    for chemin, texte in scripts.items():
        chemin.write_text(f"#!/bin/sh\n{texte}")
        chemin.chmod(0o755)
    serveur = _Serveur(str(pile.dossier / "docker.sock"), _Demande)
    serveur.pile = pile
    threading.Thread(target=serveur.serve_forever, daemon=True).start()
    return bin_


class _Serveur(socketserver.UnixStreamServer):
    """One request at a time, all in one thread: a process is told to stop when the thread that
    started it ends (``--pdeathsig``), and this one lasts."""

    pile: Pile

    def __init__(self, chemin: str, *reste: Any) -> None:
        Path(chemin).unlink(missing_ok=True)
        super().__init__(chemin, *reste)


class _Demande(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        mots = json.loads(self.rfile.readline())
        try:
            reponse = repondre(self.server.pile, mots)  # type: ignore[attr-defined]
        except Exception as erreur:
            reponse = {"erreur": str(erreur)}
        self.wfile.write(json.dumps(reponse).encode() + b"\n")


def repondre(pile: Pile, mots: list[str]) -> dict[str, Any]:
    """Do what ``docker compose …`` asks; for exec and run, tell the process to become."""
    if mots[:1] != ["compose"]:
        raise ValueError(f"« docker {' '.join(mots)} » n’est pas compris ici")
    verbe, suite = mots[1], list(dropwhile(MUETTES.__contains__, mots[2:]))
    if verbe == "build":
        pile.version += 1
    elif verbe in ("stop", "restart", "kill"):
        for nom in suite:
            (pile.tuer if verbe == "kill" else pile.stopper)(nom)
            if verbe == "restart":
                pile.lancer(nom)
    elif verbe == "up":
        _monter(pile, suite)
    elif verbe in ("exec", "run"):
        nom, *propre = suite
        return _devenir(pile, nom, propre or commande(nom))
    else:
        raise ValueError(f"« docker compose {verbe} » n’est pas compris ici")
    return {}


def _monter(pile: Pile, noms: list[str]) -> None:
    """Start what is stopped, replace what runs an older image; leave the others."""
    if not noms and not pile.processus:
        pile.monter()
        return
    for nom in noms or ordre():
        notre = nom in (*WEB, "worker", "beat", "migration")
        absent = nom not in pile.processus and nom not in pile.serveurs
        arrete = absent or nom in pile.stoppes
        remplacer = notre and not pile.a_jour(nom)
        if remplacer and nom in pile.processus and not arrete:
            pile.stopper(nom)
        if arrete or remplacer:
            pile.lancer(nom)


def _devenir(pile: Pile, nom: str, mots: list[str]) -> dict[str, Any]:
    machine = pile.machines.get(nom, pile.machine)
    variables, mots = pile.variables(nom), [machine.lieu(mot) for mot in mots]
    if nom == "proxy":  # its /tmp, and its program
        mots = [mot.replace("/tmp/", f"{pile.dossier}/proxy/") for mot in mots]
        variables["PATH"] = f"{pile.dossier}/proxy:{variables['PATH']}"
    return {"mots": mots, "variables": variables}


def main(prise: str, *mots: str) -> int:
    with socket.socket(socket.AF_UNIX) as lien:
        lien.connect(prise)
        lien.sendall(json.dumps(mots).encode() + b"\n")
        reponse = json.loads(lien.makefile().readline())
    if "erreur" in reponse:
        sys.stderr.write(reponse["erreur"] + "\n")
        return 1
    if "mots" in reponse:
        os.chdir(RACINE)  # the folder of the image, wherever one types
        os.execvpe(reponse["mots"][0], reponse["mots"], reponse["variables"])
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
