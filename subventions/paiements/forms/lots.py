"""Forms of lots and of what the bank did."""

from typing import Any

from django import forms

from portal.socle.bornes import Bornes
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, champ_de
from portal.socle.formulaires_fichiers import PERIME, FormulaireDeFichier


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

    def __init__(self, *args: Any, bornes: Bornes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ_de(self, "execution_le", ChampDate).borner(bornes)


class PaiementForm(Acte):
    paye_le = ChampDate(label="Payé le")

    def __init__(self, *args: Any, bornes: Bornes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ_de(self, "paye_le", ChampDate).borner(bornes)


class ReleveForm(FormulaireDeFichier):
    """The list of the accounts or of the bank."""

    fichier = forms.FileField(
        label="Fichier des paiements",
        help_text="Classeur .xlsx ou .ods, ou fichier .csv, avec les colonnes Référence, Montant, "
        "Payé le, et Rejet si la banque a renvoyé un paiement.",
        error_messages={"required": "Choisissez un fichier."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )


class ReleveLuForm(forms.Form):
    """The lines that were shown, signed by the portal, sent back to be recorded."""

    lignes = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": PERIME}, max_length=2_000_000
    )
