"""The form of an import: one file."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.socle.formats import poids
from portal.socle.formulaires import Acte
from portal.socle.lecture_classeurs import TAILLE_MAX


class ImportForm(Acte):
    """A list to import; ``ecartes``: files thrown away on their way in, and why."""

    fichier = forms.FileField(
        label="Liste à importer",
        allow_empty_file=True,
        help_text=f"Classeur XLSX ou ODS, ou texte CSV ; 5 000 lignes et {poids(TAILLE_MAX)} au "
        "plus.",
        error_messages={"required": "Choisissez un fichier."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )

    def __init__(self, *args: Any, ecartes: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ecartes = ecartes or {}

    def _clean_fields(self) -> None:
        super()._clean_fields()
        if "fichier" in self.ecartes:
            self.errors.pop("fichier", None)
            self.add_error("fichier", self.ecartes["fichier"])
