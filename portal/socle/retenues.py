"""Holding what the portal writes by itself: after a restore nobody knows what had already left.

A backup does not tell what was sent between it and the loss. The database names itself (cluster
and number), a restore gives it another name: ``reconnaitre`` then holds the reminders, and the
e-mails that waited in the backup, until somebody who runs the portal resumes them. Whoever writes
or sends of the portal's own accord asks ``en_cours`` first; what people ask for leaves.
"""

from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction

from portal.socle import journal
from portal.socle.models import BaseReconnue, Retenue

log = structlog.get_logger(__name__)

BASE_RESTAUREE = (
    "Le portail a été rétabli à partir d’une sauvegarde ou d’une copie : il ne sait pas ce qui est "
    "parti depuis qu’elle a été faite."
)


def identifiant_de_la_base() -> str:
    """What names this database: no restore nor copy of it bears the same; a replica does."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return str(curseur.fetchone()[0])


def en_cours() -> Retenue | None:
    """The hold in force, if there is one."""
    return Retenue.objects.filter(levee_le=None).first()


@transaction.atomic
def reconnaitre(maintenant: datetime) -> Retenue | None:
    """Know the database as the portal's own; hold the reminders when it is not the one known.

    The first one ever known holds nothing. Asked before anything writes or sends. Return what is
    held from now on.
    """
    identifiant = identifiant_de_la_base()
    connue = BaseReconnue.objects.select_for_update().first()
    if connue is not None and connue.identifiant == identifiant:
        return None
    BaseReconnue.objects.update_or_create(
        pk=1, defaults={"identifiant": identifiant, "le": maintenant}
    )
    return retenir(BASE_RESTAUREE, maintenant) if connue is not None else None


@transaction.atomic
def retenir(motif: str, maintenant: datetime, par: Any = None) -> Retenue:
    """Hold from now on. Held already – the backup was made so –, what waits now is held too."""
    retenue, _ = Retenue.objects.update_or_create(
        levee_le=None,
        defaults={"le": maintenant, "motif": motif, "par_id": par.pk if par else None},
    )
    journal.ecrire(
        "relances.retenues_partout", auteur=par, objet=retenue, motif=motif, le=maintenant
    )
    log.warning("relances.retenues", motif=motif)
    return retenue


@transaction.atomic
def lever(par: Any, maintenant: datetime, details: dict[str, Any]) -> Retenue | None:
    """End the hold in force and return it; None when there was none."""
    retenue = Retenue.objects.select_for_update().filter(levee_le=None).first()
    if retenue is not None:
        retenue.levee_le, retenue.levee_par_id = maintenant, par.pk
        retenue.save()
        journal.ecrire(
            "relances.reprises_partout", auteur=par, objet=retenue, details=details, le=maintenant
        )
    return retenue
