"""Forms of the decisions about reminders: they validate, services decide."""

from collections.abc import Mapping
from datetime import date, timedelta

from django import forms

from portal.relances.models import LONGUEUR_PHRASE
from portal.socle.dates import ChampDate
from portal.socle.formats import date_fr
from portal.socle.formulaires import Acte, ChampMotif, ChampTexte, MotifForm

# Days ahead for which reminders are foreseen.
HORIZON = 400


class JourForm(Acte):
    """The day to look at: from today on, as far as reminders are foreseen."""

    jour = ChampDate(label="Jour à prévoir", required=False)

    def __init__(self, demande: Mapping[str, str], aujourdhui: date) -> None:
        """``demande``: what the address says; without a day, it is today."""
        super().__init__({"jour": demande.get("jour") or aujourdhui.isoformat()})
        self.aujourdhui = aujourdhui

    def clean_jour(self) -> date:
        jour: date = self.cleaned_data["jour"]
        dernier = self.aujourdhui + timedelta(days=HORIZON)
        if not self.aujourdhui <= jour <= dernier:
            raise forms.ValidationError(
                "Choisissez un jour du %(du)s au %(au)s : les relances passées se lisent dans "
                "chaque dossier.",
                params={"du": date_fr(self.aujourdhui), "au": date_fr(dernier)},
            )
        return jour

    @property
    def choisi(self) -> date:
        """The day asked for; today when it cannot be foreseen, which the field says."""
        lu: date = self.cleaned_data["jour"] if self.is_valid() else self.aujourdhui
        return lu


class MotifInterneForm(MotifForm):
    """A reason that stays with the Caf."""

    motif = ChampMotif(
        lignes=3,
        max_length=1000,
        help_text="Il reste au journal ; le partenaire ne le lit pas.",
    )


class PhraseForm(Acte):
    """The sentence added to the e-mails of a campaign; empty to take it away."""

    phrase = ChampTexte(
        label="Phrase ajoutée aux courriels",
        required=False,
        max_length=LONGUEUR_PHRASE,
        lignes=3,
        help_text="Une permanence, une nouveauté de la campagne. Laissez vide pour la retirer.",
    )
