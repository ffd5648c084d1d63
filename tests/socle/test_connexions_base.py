"""What the pool holds: a connection that the server has closed is never given to a page."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def test_une_connexion_coupee_par_le_serveur_est_remplacee() -> None:
    """As after a restart of PostgreSQL: what waits in the pool is dead, and nobody sees it."""
    # A pool of this test's own: those before may have left threads that keep theirs.
    connection.close()
    connection.close_pool()
    autre = connection.copy()
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_backend_pid()")
            (avant,) = curseur.fetchone()
        with autre.cursor() as curseur:
            connection.close()  # it goes back to the pool, where it waits for the next page
            curseur.execute(
                "SELECT pid, pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            coupees = {pid for pid, faite in curseur.fetchall() if faite}
        assert avant in coupees

        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_backend_pid()")
            (apres,) = curseur.fetchone()
        assert apres not in coupees
    finally:
        autre.close()
        connection.close()
        connection.close_pool()
