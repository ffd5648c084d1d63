"""The event loop that Playwright leaves in the thread of the tests, and those of others."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def boucles_a_part() -> Iterator[None]:
    """From the first journey on, what runs a loop of its own still may: sealing a PDF does.

    Python refuses it where another is said to run. Nothing else is hidden: Django keeps one
    connection for threads where a loop runs and another for those where none does.
    """
    executer = asyncio.run

    def run(*arguments: Any, **options: Any) -> Any:
        with sans_boucle():
            return executer(*arguments, **options)

    with pytest.MonkeyPatch.context() as remplacement:
        remplacement.setattr(asyncio, "run", run)
        yield


@contextmanager
def sans_boucle() -> Iterator[None]:
    """No loop is said to run in this thread meanwhile."""
    boucle = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(boucle)
