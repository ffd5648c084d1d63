"""Forms of indus."""

from typing import Any
from uuid import uuid4

from django import forms

from portal.socle.bornes import Bornes
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampMotif, ChampNombre, champ_de
from portal.socle.formulaires_fichiers import PERIME
from portal.socle.nombres import EUROS
from subventions.paiements.models import ModeIndu
from subventions.paiements.regles.indus import MENSUALITES_MAX


class NotificationForm(Acte):
    """How it comes back, what the partner is told, and the amount that its page shows (``vu``)."""

    mode = forms.ChoiceField(
        label="Recouvrement", choices=ModeIndu.choices, widget=forms.RadioSelect
    )
    nombre = forms.IntegerField(
        label="Nombre d’échéances mensuelles",
        min_value=1,
        max_value=MENSUALITES_MAX,
        initial=1,
        help_text="Pour un remboursement par le partenaire.",
        error_messages={
            "required": "Indiquez un nombre.",
            "invalid": "Écrivez un nombre entier.",
            "min_value": f"Indiquez de 1 à {MENSUALITES_MAX} échéances.",
            "max_value": f"Indiquez de 1 à {MENSUALITES_MAX} échéances.",
        },
    )
    premiere_le = ChampDate(
        label="Première échéance", required=False, help_text="Pour un remboursement."
    )
    motif = ChampMotif(
        label="Explication donnée au partenaire", demande="Expliquez cet indu au partenaire."
    )
    vu = forms.CharField(
        widget=forms.HiddenInput, max_length=40, error_messages={"required": PERIME}
    )

    def __init__(self, *args: Any, bornes: Bornes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ_de(self, "premiere_le", ChampDate).borner(bornes)

    def refuser(self, message: str, champ: str | None = None) -> None:
        """The amount changed meanwhile: what was typed stays, under the one that is shown now."""
        if champ == "vu":
            self.retaper("vu", self.initial["vu"])
        super().refuser(message, champ)


class RemboursementForm(Acte):
    montant = ChampNombre(label="Montant reçu, en euros", unite=EUROS)
    le = ChampDate(label="Reçu le")
    jeton = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": PERIME, "invalid": PERIME},
    )

    def __init__(self, *args: Any, bornes: Bornes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ_de(self, "le", ChampDate).borner(bornes)


class ModeForm(Acte):
    mode = forms.ChoiceField(
        label="Recouvrement", choices=ModeIndu.choices, widget=forms.RadioSelect
    )
