"""Forms of acts: crispy draws the fields, the page draws the form and its button."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from portal.socle.invisibles import sans_invisibles
from portal.socle.motifs import LONGUEUR_MOTIF, MotifInsuffisant, lire_motif
from portal.socle.nombres import NombreInvalide, lire_nombre

C = TypeVar("C", bound=forms.Field)


def offrir(formulaire: forms.BaseForm, nom: str, choix: Iterable[Any]) -> None:
    """Say what may be chosen in a field that was declared without it, as (value, label).

    Raises TypeError when it offers no choice, KeyError when the form has no field of this name.
    """
    champ_de(formulaire, nom, forms.ChoiceField).choices = list(choix)


def champ_de(formulaire: forms.BaseForm, nom: str, genre: type[C]) -> C:
    """The field of a form, as the kind that it was declared.

    Raises TypeError when it is of another kind, KeyError when the form has none of this name.
    """
    trouve = formulaire.fields[nom]
    if not isinstance(trouve, genre):
        raise TypeError(f"{nom} n’est pas un {genre.__name__}.")
    return trouve


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

    def retaper(self, champ: str, valeur: str) -> None:
        """Draw the form with another value in one field; what was typed in the others stays."""
        donnees = QueryDict(mutable=True)
        donnees.update(self.data)
        donnees[self.add_prefix(champ)] = valeur
        self.data = donnees


class ChampTexte(forms.CharField):
    """A text of several lines. Line ends count once, as they do while one types: browsers send two
    characters for each."""

    def __init__(self, *, lignes: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lignes}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class ChampCourriel(forms.EmailField):
    """An address of e-mail, without what a copy brings along: unseen, it would be taken for a part
    of the name of the server, and nothing would ever arrive."""

    def to_python(self, value: Any) -> str:
        return sans_invisibles(str(super().to_python(value))).strip()


class ChampMotif(ChampTexte):
    """A reason, required: ``demande`` asks for it when nothing, or too little, is written."""

    def __init__(self, *, demande: str = "Indiquez le motif.", **kwargs: Any) -> None:
        self.demande = demande
        kwargs.setdefault("label", "Motif")
        kwargs.setdefault("max_length", LONGUEUR_MOTIF)
        kwargs.setdefault("error_messages", {"required": demande})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        texte = super().clean(value)
        try:
            return lire_motif(texte, self.demande)
        except MotifInsuffisant as insuffisant:
            raise forms.ValidationError(str(insuffisant), code="motif") from None


class ConfirmationForm(Acte):
    """Nothing to type: a second look before an act."""


class MotifForm(Acte):
    """A reason, required. Who reads it, or what it is about, is said by redefining ``motif``."""

    motif = ChampMotif()


class ChampNombre(forms.CharField):
    """A number typed as people write it in French; gives a Decimal.

    ``negatif`` when it may be below zero: the figures of a telephone offer no minus sign.
    ``unite`` may be typed after it: « 12 000,50 € ».
    """

    def __init__(
        self, *, decimales: int = 2, unite: str = "", negatif: bool = False, **kwargs: Any
    ) -> None:
        self.decimales, self.unite = decimales, unite
        clavier = {} if negatif else {"inputmode": "decimal"}
        kwargs.setdefault("error_messages", {"required": "Indiquez un nombre."})
        super().__init__(widget=forms.TextInput(attrs=clavier), **kwargs)

    def clean(self, value: Any) -> Decimal:
        texte = super().clean(value)
        try:
            return lire_nombre(texte, decimales=self.decimales, unite=self.unite)
        except NombreInvalide as erreur:
            raise forms.ValidationError(erreur.message, code="nombre") from None
