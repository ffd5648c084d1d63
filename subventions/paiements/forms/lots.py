"""Forms of lots and of what the bank did."""

from typing import Any

from django import forms

from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte
from portal.socle.formulaires_fichiers import PERIME


class ChampCles(forms.MultipleChoiceField):
    """Keys of steps: the service tells which are still due as they were looked at."""

    def valid_value(self, value: str) -> bool:
        return True


class ChoixForm(forms.Form):
    """The steps put in a lot: those ticked, each with the amount that was looked at."""

    cles = ChampCles(required=False)


class OrdreForm(Acte):
    """The day of the transfer, and what the lot was worth when its page was opened."""

    execution_le = ChampDate(label="À exécuter le")
    vu = forms.CharField(
        widget=forms.HiddenInput, max_length=40, error_messages={"required": PERIME}
    )


class PaiementForm(Acte):
    paye_le = ChampDate(label="Payé le")


class ReleveForm(Acte):
    """The list of the accounts or of the bank."""

    fichier = forms.FileField(
        label="Fichier des paiements",
        help_text="Classeur .xlsx ou .ods, ou fichier .csv, avec les colonnes Référence, Montant, "
        "Payé le, et Rejet si la banque a renvoyé un paiement.",
        error_messages={"required": "Choisissez un fichier."},
    )

    def __init__(self, *args: Any, ecartes: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ecartes = ecartes or {}
        self.fields["fichier"].allow_empty_file = True
        self.fields["fichier"].widget.attrs["accept"] = ".xlsx,.ods,.csv"

    def _clean_fields(self) -> None:
        super()._clean_fields()
        if "fichier" in self.ecartes:
            self.errors.pop("fichier", None)
            self.add_error("fichier", self.ecartes["fichier"])


class ReleveLuForm(forms.Form):
    """The lines that were shown, signed by the portal, sent back to be recorded."""

    lignes = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": PERIME}, max_length=2_000_000
    )
