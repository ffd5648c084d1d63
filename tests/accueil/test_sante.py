"""The probes: what they look at, what they keep to themselves."""

from pathlib import Path

import pytest
import structlog
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

import portal.socle
from portal.journaux import taire_les_sondes

ADRESSE = "/sante/pret/"
RACINE_SOCLE = Path(portal.socle.__file__).parent


def test_vivant_ne_demande_rien_a_personne(client: Client) -> None:
    """Without the ``db`` fixture a query would fail the test."""
    reponse = client.get("/sante/")
    assert (reponse.status_code, reponse.content.decode()) == (200, "vivant\n")
    assert "no-store" in reponse.headers["Cache-Control"]
    assert not reponse.cookies


@pytest.mark.django_db
def test_pret_quand_tout_repond(client: Client) -> None:
    reponse = client.get(ADRESSE)
    assert (reponse.status_code, reponse.content.decode()) == (200, "prêt\n")
    assert not reponse.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("adresse", ["/sante/", ADRESSE])
def test_en_http_comme_en_https(client: Client, settings, adresse: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(adresse).status_code == 200
    assert client.get("/aide/").status_code == 301


@pytest.mark.django_db
def test_une_migration_a_appliquer_rend_pas_pret(client: Client, caplog) -> None:
    derniere = (RACINE_SOCLE / "migrations" / "max_migration.txt").read_text().strip()
    MigrationRecorder(connection).record_unapplied("socle", derniere)
    reponse = client.get(ADRESSE)
    assert (reponse.status_code, reponse.content.decode()) == (503, "pas prêt\n")
    assert f"socle.{derniere}" in caplog.text


@pytest.mark.django_db
def test_une_base_hors_d_atteinte_rend_pas_pret(client: Client, monkeypatch, caplog) -> None:
    def refuser(self: MigrationRecorder) -> None:
        raise OperationalError("mot de passe refusé pour « portail »")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuser)
    reponse = client.get(ADRESSE)
    assert (reponse.status_code, reponse.content.decode()) == (503, "pas prêt\n")
    assert "OperationalError" in caplog.text
    assert "mot de passe" not in caplog.text


@pytest.mark.django_db
def test_une_file_hors_d_atteinte_rend_pas_pret(
    client: Client, settings, caplog, tmp_path: Path
) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/absent.sock"
    reponse = client.get(ADRESSE)
    assert (reponse.status_code, reponse.content.decode()) == (503, "pas prêt\n")
    assert "file des tâches" in caplog.text


@pytest.mark.parametrize("adresse", ["/sante/", ADRESSE])
def test_une_sonde_ne_fait_que_lire(client: Client, adresse: str) -> None:
    assert client.post(adresse).status_code == 405


@pytest.mark.parametrize(
    ("evenement", "garde"),
    [
        ({"event": "request_started", "request": "GET /sante/"}, False),
        ({"event": "request_finished", "request": "HEAD /sante/pret/"}, False),
        ({"event": "request_finished", "request": "GET /aide/"}, True),
        ({"event": "sante.pas_pret", "request": "GET /sante/pret/"}, True),
        ({"event": "request_failed"}, True),
    ],
)
def test_les_sondes_ne_remplissent_pas_les_journaux(evenement: dict, garde: bool) -> None:
    if garde:
        assert taire_les_sondes(None, "info", evenement) == evenement
    else:
        with pytest.raises(structlog.DropEvent):
            taire_les_sondes(None, "info", evenement)
