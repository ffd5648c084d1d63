"""A SIRET typed in a form: read as everywhere else, or explained."""

from typing import Any

from django import forms

from habilitations.regles.siret import SiretIllisible, lire_siret


def exiger_siret(ecrit: str) -> str:
    """Its 14 digits. Raises ValidationError, which says what is wrong with what was written."""
    try:
        return lire_siret(ecrit)[0]
    except SiretIllisible as illisible:
        raise forms.ValidationError(str(illisible), code="siret") from None


class ChampSiret(forms.CharField):
    """Gives 14 digits, or nothing where it is not required."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        texte = super().clean(value)
        return exiger_siret(texte) if texte else ""
