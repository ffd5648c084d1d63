"""History asleep: the loading writes it, with the dates of what it tells.

Only the triggers of pghistory, only in this transaction, by the means that django-pgtrigger gives:
nothing is altered, and the end of the transaction, whatever it is, wakes them. All other triggers,
constraints and foreign keys hold.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

HISTOIRE = ("insert_insert", "update_update", "equipement_couvert_insert")


def declencheurs_d_histoire() -> list[str]:
    """Names, in the database, of the triggers that write history."""
    return sorted(
        declencheur.get_pgid(modele)
        for modele in apps.get_models()
        if hasattr(modele, "pgh_event_model")
        for declencheur in modele._meta.triggers  # type: ignore[attr-defined]  # by pgtrigger
        if declencheur.name in HISTOIRE
    )


@contextmanager
def evenements_ecrits_ici() -> Iterator[None]:
    """Put them to sleep until the end of the transaction, which must be open."""
    connection.validate_no_broken_transaction()
    with connection.cursor() as curseur:
        noms = "{" + ",".join(declencheurs_d_histoire()) + "}"
        curseur.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [noms])
        yield
        curseur.execute("SELECT set_config('pgtrigger.ignore', '', true)")
