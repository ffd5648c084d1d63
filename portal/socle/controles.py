"""What ``manage.py check --deploy --database default`` says of the database."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

from portal.socle.mur import est_dresse

PROPRIETAIRE = "socle.W001"
SANS_MUR = "socle.W002"


def role_qui_sert(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn where what serves could change tables or switch triggers off (docs/decisions/0057).

    Asked of the databases named alone, as Django does: without one nothing is read.
    """
    alertes: list[checks.CheckMessage] = []
    for nom in databases or ():
        with connections[nom].cursor() as curseur:
            curseur.execute(
                "SELECT current_user, rolsuper, EXISTS (SELECT FROM pg_class c "
                "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' "
                "AND c.relkind IN ('r', 'p') AND pg_has_role(current_user, c.relowner, 'MEMBER')) "
                "FROM pg_roles WHERE rolname = current_user"
            )
            role, tout_puissant, possede = curseur.fetchone()
        if tout_puissant or possede:
            alertes.append(
                checks.Warning(
                    f"Le portail se connecte à la base sous le rôle « {role} », qui en possède les "
                    "tables : il peut désactiver les déclencheurs qui gardent ce qui est transmis.",
                    hint="Servez sous portail_service (docs/exploitation.md) ; seules les "
                    "migrations demandent le propriétaire.",
                    id=PROPRIETAIRE,
                )
            )
    return alertes


def mur_dresse(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn where no row-level security stands behind the filters of pages (decision 0069)."""
    if not databases or est_dresse():
        return []
    return [
        checks.Warning(
            "Le mur de la base n’est pas dressé : seuls les filtres des pages séparent ce que "
            "chacun peut lire.",
            hint="manage.py accorder_service --mur, par le propriétaire (docs/exploitation.md).",
            id=SANS_MUR,
        )
    ]
