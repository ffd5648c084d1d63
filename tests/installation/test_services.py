"""Each service's very command, started for real: the images' PostgreSQL and Redis are those of the
wheels, the paths of a container are folders of the test, and nothing else is changed.
"""

import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal import sonde
from portal.socle import serveurs
from tests.installation.compose import RACINE, SERVICES, arguments, variables_image
from tests.installation.demandes import JETON, demander, echouer, lire_page, mesures_du_port, sante
from tests.installation.machine import NOM, SECRETS, File, Grappe, Installation, attendre
from tests.metriques import lire_mesures, valeur
from tests.processus import port_libre, processus


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    for nom in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(nom, raising=False)
    for nom in ("secrets", "planning", "donnees", "temoin"):
        (tmp_path / nom).mkdir()
    for nom, secret in SECRETS.items():
        (tmp_path / "secrets" / nom).write_text(f"{secret}\n")
    grappe, valkey = Grappe(tmp_path / "base", durable=False), File(tmp_path / "base")
    adresse = grappe.retenir()
    try:
        prise = adresse.split("host=")[1]
        yield Installation(tmp_path, prise, valkey.retenir(), port_libre(), port_libre())
    finally:
        valkey.relacher()
        grappe.relacher()
        serveurs.effacer_donnees(tmp_path / "base")


@pytest.mark.longue
def test_de_l_installation_a_la_restauration(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One story, in the order of docs/exploitation.md."""
    preparer_la_base(installation)
    construire(installation)
    migrer(installation)
    tenir_les_roles(installation)
    servir(installation, monkeypatch)
    travailler(installation)
    planifier(installation)
    sauvegarder_et_restaurer(installation)


def preparer_la_base(installation: Installation) -> None:
    installation.administrer(str(RACINE / ".docker/base.sh"))
    assert installation.lire(
        "SELECT rolsuper, rolcreatedb, datcollate, pg_encoding_to_char(encoding)"
        " FROM pg_roles, pg_database WHERE rolname = 'portail' AND datname = 'portail'"
    ) == [(False, False, "C.UTF-8", "UTF8")]


def construire(installation: Installation) -> None:
    """``collectstatic`` as the Dockerfile runs it: without a server, nor a secret."""
    ligne = next(reste for reste in arguments("RUN") if "collectstatic" in reste)
    mots = shlex.split(ligne.split("&&")[0])
    variables = {nom: valeur for nom, _, valeur in (m.partition("=") for m in mots if "=" in m)}
    image = {n: installation.lieu(v) for n, v in variables_image().items() if n != "PATH"}
    fin = installation.executer([m for m in mots if "=" not in m], {**image, **variables})
    assert fin.returncode == 0, fin.stderr
    assert (installation.dossier / "statiques/staticfiles.json").exists()


def migrer(installation: Installation) -> None:
    """The job ends well, and so does a second one: an upgrade runs it again."""
    assert not sante(installation)
    for _ in range(2):
        fin = installation.executer(
            installation.commande("migration"), installation.variables("migration")
        )
        assert fin.returncode == 0, fin.stderr
    assert installation.lire("SELECT count(*) > 90 FROM habilitations_caf") == [(True,)]


def tenir_les_roles(installation: Installation) -> None:
    """Who serves logs in with its own password, reads and writes, owns nothing."""
    acces = {"user": "portail_service", "password": SECRETS["mot_de_passe_service"]}
    with psycopg.connect(
        host=installation.prise, dbname="portail", autocommit=True, **acces
    ) as connexion:
        siennes = "SELECT count(*) FROM pg_tables WHERE tableowner = current_user"
        assert connexion.execute(siennes).fetchone() == (0,)
        for ordre in (
            "UPDATE socle_lignejournal SET numero = numero",
            "DELETE FROM socle_sceaujournal",
            "TRUNCATE socle_lignejournal CASCADE",
            "ALTER TABLE socle_lignejournal DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            "CREATE TABLE public.la_mienne (id int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connexion.execute(ordre)


def servir(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """gunicorn as in the image, behind a front server that says which protocol people use."""
    monkeypatch.setenv("ALLOWED_HOSTS", NOM)
    journaux = installation.dossier / "journaux"
    variables = installation.variables("web")
    with processus("web", installation.commande("web"), journaux, variables) as web:
        assert attendre(lambda: sante(installation)), web.dernieres_lignes()
        code, entetes = demander(installation, "/", X_Forwarded_Proto="https")
        assert code == 200
        assert "max-age=31536000" in entetes["Strict-Transport-Security"]
        code, entetes = demander(installation, "/aide/")
        assert (code, entetes["Location"]) == (301, f"https://{NOM}/aide/")
        assert demander(installation, "/", Host="ailleurs.example")[0] == 400
        style = re.search(r'href="(/static/portail[^"]*\.css)"', lire_page(installation))
        assert style
        assert demander(installation, style.group(1), X_Forwarded_Proto="https")[0] == 200
        mesurer_les_pages(installation)
        trop = ["Trop de tentatives" in echouer(installation) for _ in range(9)]
        assert trop == [False] * 5 + [True] * 4  # whichever of the two processes answered
        web.verifier()
    assert not sante(installation)


def mesurer_les_pages(installation: Installation) -> None:
    """Two processes answered these pages: one address adds them up, for who shows the token."""
    adresse = f"http://127.0.0.1:{installation.port}/metriques/"
    aide = {"vue": "accueil:aide", "methode": "GET", "code": "200"}
    avant = valeur(lire_mesures(adresse, JETON)[1], "portail_requetes_total", **aide)
    for _ in range(12):
        demander(installation, "/aide/", X_Forwarded_Proto="https")
    lectures = [lire_mesures(adresse, JETON)[1] for _ in range(6)]
    assert {valeur(t, "portail_requetes_total", **aide) for t in lectures} == {avant + 12}
    assert {valeur(t, "portail_file_joignable") for t in lectures} == {1}
    assert valeur(lectures[0], "portail_courriels_en_attente", etat="a_envoyer") == 0
    for jeton, entetes in ((None, {}), ("autre", {}), (JETON, {"X-Forwarded-For": "10.0.0.1"})):
        assert lire_mesures(adresse, jeton, entetes) == (404, "")


def travailler(installation: Installation) -> None:
    """The worker answers its health check, and seals the journal with the key it alone holds."""
    variables = installation.variables("worker")
    journaux = installation.dossier / "journaux"
    with processus("worker", installation.commande("worker"), journaux, variables) as worker:
        bilan = SERVICES["worker"]["healthcheck"]["test"][1].replace(
            "$$HOSTNAME", os.uname().nodename
        )
        ping = lambda: installation.executer(["sh", "-c", bilan], variables)  # noqa: E731
        # Asked before it listens, a ping waits for its ten seconds.
        assert attendre(lambda: "ready." in worker.dernieres_lignes(50)), worker.dernieres_lignes()
        assert attendre(lambda: ping().returncode == 0), worker.dernieres_lignes()
        celery = ["celery", "-A", "portal.celery"]
        appel = [*celery, "call", "portal.socle.tasks.sceller_le_journal"]
        assert installation.executer(appel, variables).returncode == 0
        sceaux = "SELECT count(*) FROM socle_sceaujournal"
        assert attendre(lambda: installation.lire(sceaux) == [(1,)]), worker.dernieres_lignes()
        faite = {"tache": "portal.socle.tasks.sceller_le_journal", "issue": "SUCCESS"}
        assert attendre(
            lambda: valeur(mesures_du_port(installation), "portail_taches_total", **faite) == 1
        ), worker.dernieres_lignes()
    verification = verifier_journal(installation)
    assert "Journal intact" in verification.stdout, verification.stderr
    # The key came from its file: none was made, in the data folder or elsewhere.
    assert list((installation.dossier / "donnees").iterdir()) == []
    # What was sealed is told outside the database, to a folder that the worker alone holds.
    temoin = installation.dossier / "temoin/sceaux.jsonl"
    assert temoin.read_text().count("journal.scelle") == 1
    assert stat.S_IMODE(temoin.stat().st_mode) == 0o600


def verifier_journal(installation: Installation) -> subprocess.CompletedProcess[str]:
    mots = [sys.executable, "manage.py", "verifier_journal"]
    return installation.executer(mots, installation.variables("worker"))


def planifier(installation: Installation) -> None:
    """beat keeps its schedule in its volume, where its health check looks."""
    planning = installation.dossier / "planning"
    assert not sonde.beat(str(planning))
    journaux = installation.dossier / "journaux"
    variables = installation.variables("beat")
    with processus("beat", installation.commande("beat"), journaux, variables) as beat:
        assert attendre(lambda: sonde.beat(str(planning))), beat.dernieres_lignes()
        assert attendre(lambda: "beat: Starting" in beat.dernieres_lignes(50))
        assert attendre(lambda: "portail_sql_lentes_total" in mesures_du_port(installation))
        beat.verifier()
    for fichier in planning.iterdir():
        os.utime(fichier, (0, 0))
    assert not sonde.beat(str(planning))


def sauvegarder_et_restaurer(installation: Installation) -> None:
    """The commands of docs/exploitation.md, word for word from the name of the program on."""
    documentation = (RACINE / "docs/exploitation.md").read_text()
    motif = r"exec -T base ((pg_dump|dropdb|createdb|pg_restore) [^<>\n]*)"
    commandes = {nom: shlex.split(ligne) for ligne, nom in re.findall(motif, documentation)}
    assert len(commandes) == 4
    copie = installation.dossier / "base.dump"
    copie.write_bytes(b"")
    installation.administrer(*commandes["pg_dump"], "--file", str(copie))
    avant = compter(installation)
    assert avant["socle_lignejournal"] > 0
    installation.administrer(*commandes["dropdb"])
    installation.administrer(*commandes["createdb"])
    installation.administrer(*commandes["pg_restore"], str(copie))
    assert compter(installation) == avant
    assert "Journal intact" in verifier_journal(installation).stdout
    # What protects the journal came back with it, and the portal still owns its tables.
    with pytest.raises(psycopg.errors.RaiseException):
        installation.lire("DELETE FROM socle_lignejournal RETURNING 1")
    etat = installation.executer(
        [sys.executable, "manage.py", "migrate", "--check"], installation.variables("web")
    )
    assert etat.returncode == 0, etat.stderr
    # Before anything serves, the restored base is known as such: no reminder leaves of itself.
    retenues = "SELECT par_id, levee_le FROM socle_retenue"
    assert installation.lire(retenues) == []
    migrer(installation)  # twice
    assert installation.lire(retenues) == [(None, None)]


def compter(installation: Installation) -> dict[str, int]:
    tables = installation.lire(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )
    return {t: installation.lire(f'SELECT count(*) FROM "{t}"')[0][0] for (t,) in tables}
