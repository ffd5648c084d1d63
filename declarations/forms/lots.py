"""Several files at once: which ones, what to do, and for a correction what to say."""

from django import forms

from declarations.forms.actes import ReouvertureForm
from declarations.regles.etats import LIBELLES_VOLET, Action
from declarations.regles.grille import VOLETS
from portal.dossiers.forms import ChoixEnLotForm
from portal.socle.formulaires import ChampMotif

ACTIONS = (
    (Action.PRENDRE_EN_CHARGE, "Prendre en charge"),
    (Action.DEMANDER_CORRECTION, "Demander une correction"),
)


class LotForm(ChoixEnLotForm):
    """What was ticked in the list, and what to do with it."""

    action = forms.ChoiceField(choices=ACTIONS)


class CorrectionEnLotForm(ReouvertureForm):
    """One reason and one date for every file; whole volets only."""

    volets = forms.MultipleChoiceField(
        label="Volets à corriger",
        choices=[(v, LIBELLES_VOLET[v].capitalize()) for v in VOLETS],
        initial=list(VOLETS),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un volet."},
    )
    field_order = ["volets", "motif", "pour_le"]

    motif = ChampMotif(help_text="Chaque partenaire lira ce texte.")
