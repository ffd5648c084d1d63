"""The form of an import: one file."""

from django import forms

from portal.socle.formats import poids
from portal.socle.formulaires_fichiers import FormulaireDeFichier
from portal.socle.lecture_classeurs import TAILLE_MAX


class ImportForm(FormulaireDeFichier):
    """A list to import."""

    fichier = forms.FileField(
        label="Liste à importer",
        help_text=f"Classeur XLSX ou ODS, ou texte CSV ; 5 000 lignes et {poids(TAILLE_MAX)} au "
        "plus.",
        error_messages={"required": "Choisissez un fichier."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )
