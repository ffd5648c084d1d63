"""Tasks of ours: each says on whose behalf it runs (docs/decisions/0069)."""

from typing import Any

from celery import Task

from portal.socle.portee import au_nom_du_systeme


class Tache(Task):  # type: ignore[misc] # untyped
    """The base of every task: ``@shared_task(raison="…")`` sees everything, for that reason.

    Without one it sees nothing of any partner. One that answers somebody asks in their name
    (``habilitations.portee.au_nom_de``) for what it reads on their behalf.
    """

    abstract = True
    raison = ""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not self.raison:
            return super().__call__(*args, **kwargs)
        with au_nom_du_systeme(self.raison):
            return super().__call__(*args, **kwargs)
