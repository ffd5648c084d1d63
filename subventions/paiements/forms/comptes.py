"""Forms of bank accounts. They look at shapes; services read IBANs."""

from typing import Any

from django import forms

from portal.socle.formulaires import Acte
from portal.socle.formulaires_fichiers import Echange

_SANS_MEMOIRE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def champ_iban(**kwargs: Any) -> forms.CharField:
    """An IBAN is never kept by the browser, nor shown again."""
    kwargs.setdefault("label", "IBAN")
    return forms.CharField(
        max_length=60,
        widget=forms.TextInput(attrs=_SANS_MEMOIRE),
        error_messages={"required": "Recopiez l’IBAN."},
        **kwargs,
    )


def champ_titulaire() -> forms.CharField:
    return forms.CharField(
        label="Titulaire du compte",
        max_length=70,
        help_text="Comme il est écrit sur le relevé d’identité bancaire.",
        error_messages={"required": "Indiquez le titulaire du compte."},
    )


def champ_bic() -> forms.CharField:
    return forms.CharField(
        label="BIC (facultatif)",
        max_length=15,
        required=False,
        widget=forms.TextInput(_SANS_MEMOIRE),
    )


class CompteForm(Echange):
    """An account, and the paper that it is read on."""

    titulaire = champ_titulaire()
    iban = champ_iban()
    bic = champ_bic()
    fichier = forms.FileField(
        label="Relevé d’identité bancaire",
        error_messages={"required": "Joignez le relevé d’identité bancaire."},
    )


class ConfirmationCompteForm(Acte):
    """The account typed again from its paper, by another person."""

    iban = champ_iban(
        label="IBAN lu sur la pièce", help_text="Recopiez-le depuis le relevé d’identité bancaire."
    )


class ComptePayeurForm(Acte):
    """The account from which the Caf pays."""

    titulaire = champ_titulaire()
    iban = champ_iban()
    bic = champ_bic()
