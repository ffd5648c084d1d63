"""How much work a computation asks for, told without any clock: the calls that it makes."""

import sys
from collections.abc import Callable
from typing import Any


def compter_appels(faire: Callable[[], Any]) -> int:
    """Calls of functions, Python's and C's, that ``faire`` makes once what it keeps is kept.

    The same on a busy machine as on an idle one.
    """
    appels = 0

    def compter(_cadre: Any, evenement: str, _objet: Any) -> None:
        nonlocal appels
        appels += evenement in ("call", "c_call")

    faire()
    avant = sys.getprofile()
    sys.setprofile(compter)
    try:
        faire()
    finally:
        sys.setprofile(avant)
    return appels
