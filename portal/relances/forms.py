"""Forms of the decisions about reminders: they validate, services decide."""

from crispy_forms.helper import FormHelper
from django import forms

from portal.relances.models import LONGUEUR_PHRASE
from portal.socle.dates import ChampDate


class _Formulaire(forms.Form):
    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class JourForm(_Formulaire):
    """The day to look at."""

    jour = ChampDate(label="Jour à prévoir", required=False)


class MotifForm(_Formulaire):
    """A reason, required."""

    motif = forms.CharField(
        label="Motif",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Indiquez le motif."},
        help_text="Il reste au journal ; le partenaire ne le lit pas.",
    )


class PhraseForm(_Formulaire):
    """The sentence added to the e-mails of a campaign; empty to take it away."""

    phrase = forms.CharField(
        label="Phrase ajoutée aux courriels",
        required=False,
        max_length=LONGUEUR_PHRASE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une permanence, une nouveauté de la campagne. Laissez vide pour la retirer.",
    )
