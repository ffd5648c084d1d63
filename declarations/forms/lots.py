"""Several files at once: which ones, what to do, and for a correction what to say."""

from typing import Any

from django import forms

from declarations.forms.actes import ReouvertureForm
from declarations.regles.etats import LIBELLES_VOLET, Action
from declarations.regles.grille import VOLETS
from portal.socle.formulaires import Acte, ChampMotif

ACTIONS = (
    (Action.PRENDRE_EN_CHARGE, "Prendre en charge"),
    (Action.DEMANDER_CORRECTION, "Demander de compléter"),
)


class LotForm(Acte):
    """What was ticked in the list, or all that its filters keep."""

    action = forms.ChoiceField(choices=ACTIONS)
    choix = forms.TypedMultipleChoiceField(coerce=int, required=False)
    toutes = forms.BooleanField(required=False)
    question = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Any number passes: each file is looked at again within what the person may see.
        recues = self.data.getlist("choix") if self.is_bound else []
        self.fields["choix"].choices = [(c, c) for c in recues if c.isascii() and c.isdigit()]


class CorrectionEnLotForm(ReouvertureForm):
    """One reason and one date for every file; whole volets only."""

    volets = forms.MultipleChoiceField(
        label="Volets à compléter",
        choices=[(v, LIBELLES_VOLET[v].capitalize()) for v in VOLETS],
        initial=list(VOLETS),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un volet."},
    )
    field_order = ["volets", "motif", "pour_le"]

    motif = ChampMotif(help_text="Chaque partenaire lira ce texte.")
