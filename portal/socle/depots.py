"""Files on their way in: read piece by piece, and no further than the limit.

A file too large is read to its end and thrown away as it comes: nothing fills up, and the browser
still gets its page with a sentence, which a connection cut short would not allow. Only a request
out of all proportion is refused at once. A file for which the disk has no room left is thrown away
in the same way.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import (
    FileUploadHandler,
    SkipFile,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

from portal.socle.stockage import SANS_PLACE, disque_plein


class PlafondDesFichiers(FileUploadHandler):
    """First of the upload handlers: lets a file through up to ``FICHIER_TAILLE_MAX`` bytes."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: Any,  # Django gives bytes, django-stubs says text
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.REQUETE_TAILLE_MAX:
            raise RequestDataTooBig("Envoi trop volumineux.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.recu = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.recu += len(raw_data)
        if self.recu > settings.FICHIER_TAILLE_MAX:
            _noter(self.request, "fichiers_trop_lourds", self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class SurDisque(TemporaryFileUploadHandler):
    """Last of the upload handlers: keeps a large file on disk, while there is room for it."""

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        self.field_name = field_name
        self._essayer(lambda: super(SurDisque, self).new_file(field_name, *args, **kwargs))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._essayer(lambda: super(SurDisque, self).receive_data_chunk(raw_data, start))

    def file_complete(self, file_size: int) -> Any:
        """Give the file, as Django names it; None when there was no room for it."""
        try:
            return self._essayer(lambda: super(SurDisque, self).file_complete(file_size))
        except SkipFile:
            return None

    def _essayer(self, acte: Callable[[], Any]) -> Any:
        """Write; when no more can be written, drop what was and note it for the form."""
        try:
            return acte()
        except OSError as erreur:
            if not disque_plein(erreur):
                raise
            commence = self.__dict__.pop("file", None)
            if commence is not None:
                with suppress(OSError):  # what is still in memory cannot be written either
                    commence.close()
            _noter(self.request, "fichiers_sans_place", self.field_name)
            raise SkipFile from None


def noter_trop_lourd(request: HttpRequest, champ: str) -> None:
    _noter(request, "fichiers_trop_lourds", champ)


def _noter(request: HttpRequest | None, ou: str, champ: str) -> None:
    setattr(request, ou, {*getattr(request, ou, ()), champ})


def trop_lourds(request: HttpRequest) -> set[str]:
    """Names of the fields whose file was thrown away because of its size.

    To be read after ``request.POST`` or ``request.FILES``.
    """
    return getattr(request, "fichiers_trop_lourds", set())


def sans_place(request: HttpRequest) -> set[str]:
    """Names of the fields whose file was thrown away for want of room on the disk."""
    return getattr(request, "fichiers_sans_place", set())


def ecartes(request: HttpRequest, trop_lourd: str) -> dict[str, str]:
    """What to say of each field whose file was thrown away, by name of field.

    ``trop_lourd`` is said of one too large. To be read after ``request.POST`` or ``request.FILES``.
    """
    refus = dict.fromkeys(trop_lourds(request), trop_lourd)
    return refus | dict.fromkeys(sans_place(request), SANS_PLACE)
