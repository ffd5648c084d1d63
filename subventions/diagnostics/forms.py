"""Forms of the diagnostics: shapes only."""

from typing import Any

from django import forms

from portal.socle.bornes import Bornes
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampNombre, champ_de
from portal.socle.formulaires_fichiers import Echange
from portal.socle.nombres import EUROS
from subventions.diagnostics.services.demandes import Saisie


class DemandeForm(Echange):
    """The study, its expense, its invoice."""

    objet = forms.CharField(
        label="Étude, et qui l’a faite",
        max_length=200,
        error_messages={"required": "Dites quelle étude est facturée, et par qui."},
    )
    depense = ChampNombre(
        label="Dépense, en euros",
        unite=EUROS,
        help_text="Le montant de la facture, toutes taxes comprises.",
        error_messages={"required": "Indiquez la dépense."},
    )
    facture_le = ChampDate(label="Date de la facture")
    fichier = forms.FileField(label="Facture", error_messages={"required": "Joignez la facture."})

    def __init__(self, *args: Any, bornes: Bornes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ_de(self, "facture_le", ChampDate).borner(bornes)

    def saisie(self) -> Saisie:
        """What was typed, once valid."""
        lues = self.cleaned_data
        return Saisie(lues["objet"].strip(), lues["depense"], lues["facture_le"])


class AccordForm(Acte):
    """The adviser says that they looked at the invoice; ``vu``: the amount that the page shows."""

    lue = forms.BooleanField(
        label="J’ai comparé la dépense à la facture",
        error_messages={"required": "Ouvrez la facture, et comparez-la à la dépense."},
    )
    vu = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def refuser(self, message: str, champ: str | None = None) -> None:
        """The amount changed meanwhile: that which is shown now is the one to accept."""
        if champ == "vu":
            self.retaper("vu", self.initial["vu"])
        super().refuser(message, champ)


class PaiementForm(Acte):
    """The day of the payment."""

    le = ChampDate(label="Payé le")

    def __init__(self, *args: Any, bornes: Bornes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ_de(self, "le", ChampDate).borner(bornes)
