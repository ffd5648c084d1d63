"""Several bilans at once: which ones, and what to do."""

from django import forms

from bilans.regles.etats import Action
from portal.dossiers.forms import ChoixEnLotForm

ACTIONS = (
    (Action.PRENDRE_EN_CHARGE, "Prendre en charge"),
    (Action.VALIDER, "Valider"),
)


class LotForm(ChoixEnLotForm):
    """What was ticked in the list, and what to do with it."""

    action = forms.ChoiceField(choices=ACTIONS)
