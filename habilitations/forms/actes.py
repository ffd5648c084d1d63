"""What is given to have an acte d'habilitation, or a sealed letter, checked."""

from typing import Any

from django import forms
from django.http import HttpRequest

from portal.socle.depots import ecartes
from portal.socle.formats import poids
from portal.socle.formulaires import Acte
from portal.socle.formulaires_fichiers import FormulaireDeFichier

# An act of a person who holds every role on fifty équipements weighs a twentieth of it.
TAILLE_MAX = 2 * 1024 * 1024
TROP_LOURD = f"Ce fichier dépasse {poids(TAILLE_MAX)} : ce n’est pas un papier du portail."


class ReferenceForm(Acte):
    """Reference and hash, copied from an act or a letter."""

    reference = forms.CharField(
        label="Référence",
        max_length=60,
        help_text="En tête de l’acte ou de la lettre, par exemple AH-73-7KQ2M9XD.",
        error_messages={"required": "Recopiez la référence."},
    )
    empreinte = forms.CharField(
        label="Empreinte",
        max_length=200,
        help_text="Les 64 caractères imprimés à la fin ; les espaces ne comptent pas.",
        error_messages={"required": "Recopiez l’empreinte."},
    )


class FichierForm(FormulaireDeFichier):
    """The PDF of an act or a letter."""

    fichier = forms.FileField(
        label="Acte ou lettre (PDF)",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text=f"Le fichier d’origine, {poids(TAILLE_MAX)} au plus. Il n’est pas conservé.",
        error_messages={"required": "Choisissez le fichier."},
    )

    def clean_fichier(self) -> Any:
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAX:
            raise forms.ValidationError(TROP_LOURD, code="trop_lourd")
        return fichier

    @classmethod
    def de_la_requete(cls, request: HttpRequest) -> "FichierForm":
        """The form as it was sent."""
        donnees, fichiers = request.POST, request.FILES
        return cls(donnees, fichiers, ecartes=ecartes(request, TROP_LOURD))
