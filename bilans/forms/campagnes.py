"""Forms of the campaigns of bilans: dates, and whom they are announced to."""

from typing import Any

from django import forms

from bilans.models import Questionnaire
from habilitations.models import Caf
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampMotif, MotifForm, champ_de


class SuspensionForm(MotifForm):
    """Why nobody may answer any more."""

    motif = ChampMotif(help_text="Les partenaires liront ce texte sur leur bilan.")


class _DatesForm(Acte):
    ouvre_le = ChampDate(label="Ouverture")
    echeance_le = ChampDate(label="Échéance annoncée", help_text="Ce jour inclus, jusqu’à minuit.")
    ferme_le = ChampDate(
        label="Fin de la saisie", help_text="Le jour de l’échéance, ou plus tard. Ce jour inclus."
    )


class DatesForm(MotifForm, _DatesForm):
    """Other dates for one campaign, and why."""

    field_order = ["ouvre_le", "echeance_le", "ferme_le", "motif"]


class AnnonceForm(_DatesForm):
    """Dates of a questionnaire that has no calendar, for every Caf or for one."""

    questionnaire = forms.ModelChoiceField(
        label="Questionnaire",
        queryset=Questionnaire.objects.none(),
        empty_label=None,
        error_messages={"required": "Choisissez un questionnaire."},
    )
    annee = forms.IntegerField(
        label="Exercice",
        min_value=2020,
        max_value=2100,
        error_messages={"required": "Indiquez l’exercice, par exemple 2026."},
    )
    caf = forms.ModelChoiceField(
        label="Caf", queryset=Caf.objects.none(), required=False, empty_label="Toutes les Caf"
    )
    field_order = ["questionnaire", "annee", "caf", "ouvre_le", "echeance_le", "ferme_le"]

    def __init__(self, *args: Any, questionnaires: Any, cafs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ_de(self, "questionnaire", forms.ModelChoiceField).queryset = questionnaires
        champ_de(self, "caf", forms.ModelChoiceField).queryset = cafs
