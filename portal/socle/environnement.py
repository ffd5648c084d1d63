"""Secrets read from the environment, or from the file that the environment names.

A container is given its secrets as files: what is in the environment shows in ``docker inspect``
and reaches every child process. ``SECRET_KEY_FILE=/run/secrets/cle`` stands for ``SECRET_KEY``.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret(nom: str) -> str:
    """Return the variable ``nom``, or the content of the file that ``<nom>_FILE`` names.

    Blanks around the content are dropped: editors end files by a newline. An empty string when
    neither is given. Raise ``ImproperlyConfigured`` when both are, or when the file cannot be read
    or is empty: another key or another database must not be used instead.
    """
    valeur, chemin = os.environ.get(nom, ""), os.environ.get(f"{nom}_FILE", "")
    if not chemin:
        return valeur
    if valeur:
        raise ImproperlyConfigured(f"{nom} et {nom}_FILE sont données toutes deux : gardez-en une.")
    try:
        contenu = Path(chemin).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as erreur:
        raise ImproperlyConfigured(
            f"Le fichier {chemin}, que désigne {nom}_FILE, est illisible."
        ) from erreur
    if not contenu:
        raise ImproperlyConfigured(f"Le fichier {chemin}, que désigne {nom}_FILE, est vide.")
    return contenu
