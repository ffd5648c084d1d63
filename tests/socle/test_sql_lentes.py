"""Slow statements: told to the technical log and counted, never with their values."""

from typing import Any

import pytest
from django.db import connection

from portal.socle.curseur import sans_valeurs
from tests.metriques import compte


@pytest.mark.django_db
def test_une_requete_lente_est_dite_sans_ses_valeurs(settings: Any, caplog: Any) -> None:
    settings.SQL_LENTES_MS = 50
    avant = compte("portail_sql_lentes_total")
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_sleep(%s), %s::text", [0.08, "Jeanne Dupont"])
        curseur.execute("SELECT 1")
        curseur.execute("SET LOCAL application_name = 'Jeanne'; SELECT pg_sleep(0.08)")
    lentes = [r.msg for r in caplog.records if r.msg.get("event") == "sql.lente"]
    assert [ligne["sql"] for ligne in lentes] == [
        "SELECT pg_sleep(%s), %s::text",
        "SET LOCAL application_name = ?; SELECT pg_sleep(?)",
    ]
    assert all(50 <= ligne["duree_ms"] < 5000 for ligne in lentes)
    assert compte("portail_sql_lentes_total") == avant + 2
    assert "Jeanne" not in caplog.text

    settings.SQL_LENTES_MS = 0
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_sleep(0.08)")
    assert compte("portail_sql_lentes_total") == avant + 2


@pytest.mark.parametrize(
    ("requete", "dite"),
    [
        ('SELECT "a1" FROM t2 WHERE x = %s', 'SELECT "a1" FROM t2 WHERE x = %s'),
        ("SELECT 'l''an 12', 3.50, -4\n  LIMIT 21", "SELECT ?, ?, -? LIMIT ?"),
        (b"SELECT 12", "SELECT ?"),
        ("SELECT " + "x" * 5000, "SELECT " + "x" * 1993),
    ],
)
def test_les_valeurs_ecrites_dans_le_texte_sont_tues(requete: object, dite: str) -> None:
    assert sans_valeurs(requete) == dite
