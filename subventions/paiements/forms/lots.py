"""Forms of lots and of what the bank did."""

from collections.abc import Collection
from typing import Any

from django import forms

from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte
from portal.socle.formulaires_fichiers import PERIME


class ChoixForm(forms.Form):
    """The steps put in a lot: those ticked, each with the amount that was looked at."""

    cles = forms.MultipleChoiceField(required=False)

    def __init__(self, donnees: Any, cles: Collection[str]) -> None:
        super().__init__(donnees)
        self.fields["cles"].choices = [(cle, cle) for cle in cles]


class OrdreForm(Acte):
    execution_le = ChampDate(label="À exécuter le")


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
