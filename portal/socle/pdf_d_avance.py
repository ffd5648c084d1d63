"""PDFs that the worker makes before anybody asks for them, once what they print is committed.

Apart from ``pdf_prets``, which keeps them: who asks draws nothing, and loads no library to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from django.db import transaction

_tenus = ContextVar("pdf_d_avance", default=True)


@contextmanager
def a_la_demande() -> Iterator[None]:
    """Have nothing made ahead of what is written meanwhile: each PDF is made when asked for.

    For many at once that few will read: a demonstration's past.
    """
    jeton = _tenus.set(False)
    try:
        yield
    finally:
        _tenus.reset(jeton)


def preparer_apres_validation(tache: str, pk: int) -> None:
    """Ask the worker for the PDF of a row, by a task of that name, once all is committed.

    By name: such a task calls an export, which stands above the services. Without a queue nothing
    is lost: the PDF is made when somebody asks for it.
    """
    if not _tenus.get():
        return

    def demander() -> None:
        # One attempt: a queue that is down must not hold a page back.
        current_app.send_task(tache, [pk], retry=False, ignore_result=True)

    transaction.on_commit(demander, robust=True)
