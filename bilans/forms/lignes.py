"""The form of a row that respondents add: its name."""

from django import forms

from portal.saisie.regles.lignes import LONGUEUR_LIBELLE
from portal.socle.formulaires import Acte


class LigneForm(Acte):
    """The name of a row; empty, it keeps its own."""

    libelle = forms.CharField(label="Nom", max_length=LONGUEUR_LIBELLE, required=False)
