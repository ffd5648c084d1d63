"""The memory of a process: when it looks for garbage, and where it keeps the calls under way.

Python counts what it makes and keeps: so many objects, and it looks through the youngest; so many
times, through the older ones, then through all. Imported before Django: nothing of it here.
"""

import gc
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# Modules, models and addresses live as long as the process, and are half a million objects: looked
# through each seven hundred more, as Python does by default, they took a fifth of a start.
EN_CHARGEANT = (50_000, 20, 50)
# What pages leave in circles – forms, templates, querysets – was looked for too seldom at that
# rate: a web process kept some thirty megabytes of it after three hundred lists.
EN_SERVANT = (50_000, 5, 3)


def charger() -> None:
    """Once, before anything is loaded."""
    gc.set_threshold(*EN_CHARGEANT)


def servir() -> None:
    """Once all is loaded: what is there stays, and is not looked through any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*EN_SERVANT)


def a_l_aise(fonction: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function with room for all the calls that it makes, and return what it returns.

    Python keeps the calls under way in pieces of 16 KB, asked from the system and given back as
    they fill and empty: whatever is called again and again at the edge of one has a piece mapped,
    touched and unmapped each time. A page is a hundred calls deep, and met thousands of such edges.
    """
    return fonction(*args, **kwargs)


# Said to need more than half a megabyte, this call has a piece of one megabyte, the next power of
# two: the rest is for the calls below it, and nothing of it costs anything until it is used.
a_l_aise.__code__ = a_l_aise.__code__.replace(co_stacksize=66_000)
