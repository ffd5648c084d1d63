"""Which file is asked for: a Caf, an exercice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from habilitations.models import Caf
from portal.socle.formulaires import offrir


class FiltreOuvertes(forms.Form):
    """The Cafs that this person prepares, the exercices of the one chosen."""

    caf = forms.ChoiceField(label="Caf", required=False)
    annee = forms.TypedChoiceField(label="Exercice", required=False, coerce=int, empty_value=None)

    def __init__(
        self, donnees: Mapping[str, Any], cafs: Sequence[Caf], annees: Sequence[int]
    ) -> None:
        super().__init__(donnees)
        offrir(self, "caf", [(str(caf.pk), str(caf)) for caf in cafs])
        offrir(
            self,
            "annee",
            [
                ("", "Tous"),
                *((annee, f"{annee} (Clas : {annee}-{annee + 1})") for annee in annees),
            ],
        )
