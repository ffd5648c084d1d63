"""Files made on demand, given to save; documents that were received: see ``documents.servir``."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from portal.socle.contenus import TYPES

JAMAIS_GARDE = "private, no-store"
# What the portal makes, and takes from nobody.
JAMAIS_RECUS = {"zip": "application/zip"}


def a_enregistrer(
    contenu: bytes, nom: str, genre: str, *, cache: str = JAMAIS_GARDE
) -> HttpResponse:
    """Answer with a file to save under a name; ``genre`` is a code of ``contenus.TYPES`` or zip."""
    return HttpResponse(
        contenu,
        content_type=JAMAIS_RECUS.get(genre) or TYPES[genre].mime,
        headers={
            "Content-Disposition": content_disposition_header(True, nom),
            "Cache-Control": cache,
        },
    )
