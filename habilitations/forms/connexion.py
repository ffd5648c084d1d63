"""Forms with which somebody logs in, or asks for a new password."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.http import HttpRequest

from habilitations.services.mot_de_passe_oublie import demander_un_lien

ADRESSE = "Adresse électronique"


class Connexion(LoginForm):
    """Names the address as the rest of the portal does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = ADRESSE


class DemandeDeLien(ResetPasswordForm):
    """Asks for a link, and knows nothing of who has the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADRESSE

    def clean_email(self) -> str:
        """Not looked up, as allauth does: it would take longer where an account is found."""
        adresse: str = self.cleaned_data["email"]
        return adresse.lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        adresse: str = self.cleaned_data["email"]
        demander_un_lien(adresse)
        return adresse
