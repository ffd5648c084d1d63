"""The embedded servers, for real: who starts them, who stops them, what they open."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from portal.socle import serveurs
from portal.socle.serveurs.base import dossier_prise
from portal.socle.serveurs.postgres import Postgres
from portal.socle.serveurs.valkey import Valkey

RACINE = Path(__file__).resolve().parents[2]
root_seulement = pytest.mark.skipif(os.geteuid() != 0, reason="demande le compte root")


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose name is hard on whoever forgets to quote."""
    dossier = tmp_path / "l'été $HOME" / ".donnees"
    yield dossier
    if dossier.exists():
        serveurs.effacer_donnees(dossier)


@pytest.fixture(autouse=True)
def _sans_adresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(nom, raising=False)


class Utilisateur:
    """Another process that uses the servers of a folder until told to leave."""

    PROGRAMME = """
import sys
from pathlib import Path
from portal.socle import serveurs
dossier = Path(sys.argv[1])
print(serveurs.adresse_base(dossier, durable=False), flush=True)
print(serveurs.adresse_redis(dossier), flush=True)
sys.stdin.read()
"""

    def __init__(self, dossier: Path) -> None:
        self.processus = subprocess.Popen(
            [sys.executable, "-c", self.PROGRAMME, str(dossier)],
            cwd=RACINE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.base = self.processus.stdout.readline().strip()
        self.redis = self.processus.stdout.readline().strip()

    def partir(self) -> None:
        self.processus.communicate(timeout=30)
        assert self.processus.returncode == 0

    def mourir(self) -> None:
        self.processus.send_signal(signal.SIGKILL)
        self.processus.communicate(timeout=30)


def actifs(dossier: Path) -> list[bool]:
    return [Postgres(dossier).est_actif(), Valkey(dossier).est_actif()]


def test_le_dossier_est_celui_du_projet_ou_celui_choisi(tmp_path: Path) -> None:
    assert serveurs.dossier_donnees(tmp_path) == tmp_path / ".donnees"
    assert serveurs.dossier_donnees(tmp_path, "ailleurs") == tmp_path / "ailleurs"
    assert serveurs.dossier_donnees(tmp_path, "/srv/portail") == Path("/srv/portail")


def test_la_cle_est_faite_une_fois_et_reservee_a_son_compte(dossier: Path) -> None:
    with ThreadPoolExecutor(8) as executant:
        cles = set(executant.map(serveurs.cle_secrete, [dossier] * 8))
    assert len(cles) == 1
    assert len(cles.pop()) > 50
    assert stat.S_IMODE((dossier / "cle_secrete").stat().st_mode) == 0o600
    assert [chemin.name for chemin in dossier.iterdir()] == ["cle_secrete"]


def test_les_adresses_de_l_environnement_ne_demarrent_rien(
    dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ailleurs/portail")
    monkeypatch.setenv("REDIS_URL", "redis://ailleurs/0")
    assert serveurs.adresse_base(dossier) == "postgresql://ailleurs/portail"
    assert serveurs.adresse_redis(dossier) == "redis://ailleurs/0"
    assert not dossier.exists()


@pytest.mark.parametrize(
    ("adresse", "attendue"),
    [
        ("unix:///srv/valkey.sock", "redis+socket:///srv/valkey.sock"),
        ("redis://hote:6379/0", "redis://hote:6379/0"),
        ("rediss://hote:6379/0", "rediss://hote:6379/0"),
    ],
)
def test_l_adresse_dite_a_celery(adresse: str, attendue: str) -> None:
    assert serveurs.adresse_taches(adresse) == attendue


def test_le_premier_demarre_et_le_dernier_arrete(dossier: Path) -> None:
    premier, second = Utilisateur(dossier), Utilisateur(dossier)
    assert (premier.base, premier.redis) == (second.base, second.redis)
    assert actifs(dossier) == [True, True]
    premier.partir()
    assert actifs(dossier) == [True, True]
    second.partir()
    assert actifs(dossier) == [False, False]


def test_un_serveur_laisse_par_un_processus_tue_est_repris_puis_arrete(dossier: Path) -> None:
    Utilisateur(dossier).mourir()
    assert actifs(dossier) == [True, True]
    Utilisateur(dossier).partir()
    assert actifs(dossier) == [False, False]


def test_un_serveur_mort_sous_ses_usagers_est_relance(dossier: Path) -> None:
    """As the supervisor of the demonstration does, which tries again until it starts."""
    tenus = (Postgres(dossier, durable=False), Valkey(dossier))
    try:
        for serveur in tenus:
            serveur.retenir()
            assert serveur.relancer() is False  # it lives
            os.kill(serveur._popen.pid, signal.SIGKILL)
            serveur._popen.wait()
        _relancer(tenus)
        with psycopg.connect(tenus[0].adresse) as connexion:
            assert connexion.execute("SELECT 1").fetchone() == (1,)
        assert [serveur.relancer() for serveur in tenus] == [False, False]
    finally:
        for serveur in tenus:
            serveur.relacher()


def _relancer(tenus: tuple[Postgres | Valkey, ...]) -> None:
    """PostgreSQL may refuse once: its former children are still leaving."""
    for serveur in tenus:
        for _ in range(5):
            try:
                assert serveur.relancer()
                break
            except serveurs.ServeurIndisponible:
                continue
        assert serveur.est_actif()


def test_la_grappe_est_c_utf8_sans_tcp_et_fermee_aux_autres_comptes(dossier: Path) -> None:
    utilisateur = Utilisateur(dossier)
    emplacement = Postgres(dossier).emplacement
    prise = str(dossier_prise(emplacement))
    with psycopg.connect(dbname="portail", user="postgres", port=5432, host=prise) as base:
        locales = base.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocale"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        assert locales == ("UTF8", "C.UTF-8", "C.UTF-8", "C.UTF-8")
        assert base.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(emplacement.stat().st_mode) == 0o700
    assert stat.S_IMODE(dossier.stat().st_mode) == 0o700
    utilisateur.partir()


def test_une_preparation_interrompue_est_reprise(dossier: Path) -> None:
    Utilisateur(dossier).partir()
    grappe = Postgres(dossier).grappe
    grappe.rename(grappe.with_suffix(".neuve"))  # as if killed just before the end
    utilisateur = Utilisateur(dossier)
    assert actifs(dossier) == [True, True]
    utilisateur.partir()


def test_effacer_est_refuse_tant_qu_un_autre_s_en_sert(dossier: Path) -> None:
    utilisateur = Utilisateur(dossier)
    emplacement = Postgres(dossier).emplacement
    with pytest.raises(serveurs.ServeurIndisponible, match="attendez sa fin"):
        serveurs.effacer_donnees(dossier)
    assert actifs(dossier) == [True, True]
    utilisateur.mourir()
    serveurs.effacer_donnees(dossier)
    assert not emplacement.exists()
    assert not (dossier / "postgres").is_symlink()
    assert not (dossier / "redis").exists()


def test_un_chemin_trop_long_pour_une_prise(tmp_path: Path) -> None:
    dossier = tmp_path / ("long" * 25) / ".donnees"
    utilisateur = Utilisateur(dossier)
    assert actifs(dossier) == [True, True]
    court = dossier_prise(Valkey(dossier).donnees)
    assert stat.S_IMODE(court.stat().st_mode) == 0o700
    assert court.stat().st_uid == os.geteuid()
    utilisateur.partir()
    serveurs.effacer_donnees(dossier)
    court.rmdir()


def test_un_dossier_de_prise_prepare_par_un_autre_est_refuse(tmp_path: Path) -> None:
    long = tmp_path / ("long" * 25)
    court = dossier_prise(long)
    court.chmod(0o755)
    with pytest.raises(serveurs.ServeurIndisponible, match="réservé à votre compte"):
        dossier_prise(long)
    court.rmdir()


@root_seulement
def test_root_n_ouvre_aucun_dossier_prive(dossier: Path) -> None:
    prive = dossier.parent
    prive.mkdir(mode=0o700)
    parents = [prive, *prive.parents, *Path(sys.prefix).parents]
    avant = [stat.S_IMODE(parent.stat().st_mode) for parent in parents]
    utilisateur = Utilisateur(dossier)
    lien = dossier / "postgres"
    assert lien.resolve().is_relative_to("/var/lib/portail-partenaires")
    assert lien.stat().st_uid != 0
    utilisateur.partir()
    assert [stat.S_IMODE(parent.stat().st_mode) for parent in parents] == avant
