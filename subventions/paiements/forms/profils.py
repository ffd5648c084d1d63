"""Form of a profile of acomptes: its effect is said before it is decided."""

from collections.abc import Callable
from typing import Any

from django import forms

from habilitations.models import Dispositif
from portal.socle.formulaires import Acte, ChampMotif, offrir
from subventions.paiements.models import CodeProfil

# Of a dispositif, a profile and a first exercice: what would change, in one sentence.
Avertir = Callable[[str, str, int], str]
EXERCICES_PASSES, EXERCICES_A_VENIR = 3, 2


class ProfilForm(Acte):
    """Asked twice: the second time with what it would change."""

    dispositif = forms.ChoiceField(label="Dispositif", choices=Dispositif.choices)
    profil = forms.ChoiceField(label="Profil d’acomptes", choices=CodeProfil.choices)
    debut = forms.TypedChoiceField(label="À partir de l’exercice", coerce=int)
    nouveaux = forms.BooleanField(
        label="Appliquer le profil « Nouvel équipement » à un équipement nouveau",
        required=False,
        help_text="Il ouvre dans l’exercice ou, pour « Réel N-2 », après la fin de l’exercice N-2. "
        "35 % du droit prévisionnel, puis 35 % du droit actualisé.",
    )
    motif = ChampMotif(
        label="Décision de la Caf", demande="Dites sur quelle décision de la Caf il repose."
    )
    confirme = forms.BooleanField(
        label="J’ai lu ce que cette décision change",
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, annee: int, avertir: Avertir, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.avertir = avertir
        annees = range(annee + EXERCICES_A_VENIR, annee - EXERCICES_PASSES - 1, -1)
        offrir(self, "debut", [(a, f"{a} (Clas : {a}-{a + 1})") for a in annees])
        self.fields["debut"].initial = annee

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        if self.errors:
            return lu
        self.fields["confirme"].widget = forms.CheckboxInput()
        if not lu.pop("confirme", False):
            self.add_error("confirme", self.avertir(lu["dispositif"], lu["profil"], lu["debut"]))
        return lu
