"""Tasks of ours: each says on whose behalf it runs (docs/decisions/0069)."""

from typing import Any

from celery import Task

from portal.memoire import a_l_aise
from portal.socle.portee import au_nom_du_systeme


class Tache(Task):  # type: ignore[misc] # untyped
    """The base of every task: ``@shared_task(raison="…")`` sees everything, for that reason.

    Without one it sees nothing of any partner. One that answers somebody asks in their name
    (``habilitations.portee.au_nom_de``) for what it reads on their behalf.
    """

    abstract = True
    raison = ""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        accomplir = super().__call__
        if not self.raison:
            return a_l_aise(accomplir, *args, **kwargs)
        with au_nom_du_systeme(self.raison):
            return a_l_aise(accomplir, *args, **kwargs)
