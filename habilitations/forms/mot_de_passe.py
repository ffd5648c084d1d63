"""The form of « Mot de passe oublié »."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from habilitations.services.mot_de_passe_oublie import demander_un_lien


class DemandeDeLien(ResetPasswordForm):
    """Asks for a link, and knows nothing of who has the address."""

    def clean_email(self) -> str:
        """Not looked up, as allauth does: it would take longer where an account is found."""
        adresse: str = self.cleaned_data["email"]
        return adresse.lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        adresse: str = self.cleaned_data["email"]
        demander_un_lien(adresse)
        return adresse
