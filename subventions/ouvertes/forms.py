"""Which file is asked for: a Caf, an exercice."""

from collections.abc import Sequence

from django import forms

from habilitations.models import Caf


class FiltreOuvertes(forms.Form):
    """The Cafs that this person prepares, the exercices of the one chosen."""

    caf = forms.ChoiceField(label="Caf", required=False)
    annee = forms.TypedChoiceField(label="Exercice", required=False, coerce=int, empty_value=None)

    def __init__(self, donnees: object, cafs: Sequence[Caf], annees: Sequence[int]) -> None:
        super().__init__(donnees)
        self.fields["caf"].choices = [(str(caf.pk), str(caf)) for caf in cafs]
        self.fields["annee"].choices = [
            ("", "Tous"),
            *((annee, f"{annee} (Clas : {annee}-{annee + 1})") for annee in annees),
        ]
