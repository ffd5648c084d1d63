"""Several bilans at once: which ones, and what to do."""

from typing import Any

from django import forms

from bilans.regles.etats import Action
from portal.socle.formulaires import Acte

ACTIONS = (
    (Action.PRENDRE_EN_CHARGE, "Prendre en charge"),
    (Action.VALIDER, "Valider"),
)


class LotForm(Acte):
    """What was ticked in the list, or all that its filters keep."""

    action = forms.ChoiceField(choices=ACTIONS)
    choix = forms.TypedMultipleChoiceField(coerce=int, required=False)
    toutes = forms.BooleanField(required=False)
    question = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Any number passes: each bilan is looked at again within what the person may see.
        recus = self.data.getlist("choix") if self.is_bound else []
        self.fields["choix"].choices = [(c, c) for c in recus if c.isascii() and c.isdigit()]
