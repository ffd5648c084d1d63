"""Forms of a window: its dates, its opening. They validate, the services decide."""

from typing import Any

from django import forms

from declarations.models.calendrier import Nature
from declarations.regles.calendrier import Fenetre
from habilitations.models import Dispositif
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampMotif, champ_de


class FenetreForm(Acte):
    """The three dates, and why they change."""

    ouvre_le = ChampDate(label="Ouverture")
    echeance_le = ChampDate(label="Échéance annoncée", help_text="Ce jour inclus, jusqu’à minuit.")
    ferme_le = ChampDate(
        label="Fin de la saisie", help_text="Le jour de l’échéance, ou plus tard. Ce jour inclus."
    )
    motif = ChampMotif(demande="Indiquez pourquoi les dates changent.")

    def clean(self) -> dict[str, Any]:
        """Give what the service takes: the dates in one piece."""
        lu = super().clean() or self.cleaned_data
        if self.errors:
            return lu
        dates = Fenetre(lu["ouvre_le"], lu["echeance_le"], lu["ferme_le"])
        return {"dates": dates, "motif": lu["motif"]}


class OuvertureFenetreForm(FenetreForm):
    """Which window opens, when, and why no rule gives it."""

    field_order = ("caf", "dispositif", "nature", "annee")
    caf = forms.TypedChoiceField(label="Caf", coerce=int)
    dispositif = forms.ChoiceField(label="Dispositif", choices=Dispositif.choices)
    nature = forms.ChoiceField(
        label="Déclaration",
        choices=[choix for choix in Nature.choices if choix[0] != Nature.ACTUALISEE],
        help_text="Une actualisée se demande, pour les équipements choisis.",
    )
    annee = forms.IntegerField(
        label="Exercice", help_text="Pour un CLAS, l’année où l’exercice commence."
    )

    def __init__(self, *args: Any, cafs: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choix = champ_de(self, "caf", forms.ChoiceField)
        choix.choices = list(cafs.items())
        if len(cafs) == 1:
            choix.widget = forms.HiddenInput()
            choix.initial = next(iter(cafs))

    def clean(self) -> dict[str, Any]:
        """Give what the service takes."""
        lu = super().clean()
        if self.errors:
            return lu
        donnees = self.cleaned_data
        return lu | {nom: donnees[nom] for nom in ("caf", "dispositif", "nature", "annee")}
