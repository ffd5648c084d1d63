"""Forms of acts: crispy draws the fields, the page draws the form and its button."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from portal.socle.nombres import NombreInvalide, lire_nombre


class Acte(forms.Form):
    """Base of the acts on a file, and of what the Caf writes."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def refuser(self, message: str, champ: str | None = None) -> None:
        """Show what a service refused: beside its field, above the form when nothing shows it."""
        montre = champ in self.fields and not self[champ].is_hidden
        self.add_error(champ if montre else None, message)


class ChampNombre(forms.CharField):
    """A number typed as people write it in French; gives a Decimal."""

    def __init__(self, *, decimales: int = 2, **kwargs: Any) -> None:
        self.decimales = decimales
        kwargs.setdefault("error_messages", {"required": "Indiquez un nombre."})
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Decimal:
        texte = super().clean(value)
        try:
            return lire_nombre(texte, decimales=self.decimales)
        except NombreInvalide as erreur:
            raise forms.ValidationError(erreur.message, code="nombre") from None
