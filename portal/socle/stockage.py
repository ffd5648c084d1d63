"""Where documents are written: a file is whole, or it is not there."""

import errno
from contextlib import suppress
from typing import Any

from django.core.files.storage import FileSystemStorage

SANS_PLACE = (
    "Le portail n’a plus de place pour garder des fichiers : celui-ci n’est pas enregistré. Ce que "
    "vous avez écrit reste à l’écran ; réessayez plus tard, et prévenez votre Caf si cela dure."
)
_DISQUE_PLEIN = {errno.ENOSPC, errno.EDQUOT}


def disque_plein(erreur: OSError) -> bool:
    """Tell whether an error means that no more can be written."""
    return erreur.errno in _DISQUE_PLEIN


class StockageEntier(FileSystemStorage):
    """Files on disk; one that could not be written to its end is removed."""

    def _save(self, name: str, content: Any) -> str:
        nouveau = not self.exists(name)
        try:
            # The stubs do not tell what a storage overrides.
            ecrit: str = super()._save(name, content)  # type: ignore[misc]
        except OSError:
            if nouveau:
                with suppress(OSError):
                    self.delete(name)
            raise
        return ecrit
