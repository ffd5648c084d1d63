"""Forms with which somebody logs in, or asks for a new password."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.http import HttpRequest

from habilitations.services.mot_de_passe_oublie import demander_un_lien
from portal.socle.formulaires import ChampCourriel

ADRESSE = "Adresse électronique"


def _lire_l_adresse(formulaire: forms.Form, nom: str) -> None:
    """An address copied with what nobody sees is that of the account all the same."""
    formulaire.fields[nom] = ChampCourriel(label=ADRESSE, widget=formulaire.fields[nom].widget)


class Connexion(LoginForm):
    """Names the address as the rest of the portal does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _lire_l_adresse(self, "login")


class DemandeDeLien(ResetPasswordForm):
    """Asks for a link, and knows nothing of who has the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _lire_l_adresse(self, "email")

    def clean_email(self) -> str:
        """Not looked up, as allauth does: it would take longer where an account is found."""
        adresse: str = self.cleaned_data["email"]
        return adresse.lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        adresse: str = self.cleaned_data["email"]
        demander_un_lien(adresse)
        return adresse
