"""When a process looks for garbage: seldom while it loads, sooner once it serves.

Python counts what it makes and keeps: so many objects, and it looks through the youngest; so many
times, through the older ones, then through all. Imported before Django: nothing of it here.
"""

import gc

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
