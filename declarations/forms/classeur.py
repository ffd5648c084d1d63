"""The workbook of a volet, brought back."""

from django import forms

from portal.socle.formats import poids
from portal.socle.lecture_classeurs import TAILLE_MAX

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ClasseurForm(forms.Form):
    """The workbook to read."""

    fichier = forms.FileField(
        label="Classeur rempli (.xlsx)",
        help_text=f"{poids(TAILLE_MAX)} au plus.",
        widget=forms.FileInput(attrs={"accept": f".xlsx,{XLSX}"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
