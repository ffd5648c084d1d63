"""Codes of a second factor: taken a little before and after their time, and never twice.

allauth forgets a used code after one period, while with a tolerance of one it stays valid for
three: within that time somebody who saw it typed could use it again.
"""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache


def consommer(utilisateur_id: int, code: str) -> None:
    """Spend a code; ValidationError when it was spent already, by whichever form or process."""
    duree = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    cle = f"totp:{utilisateur_id}:{normalize_user_code(code)}"
    if not cache.add(cle, True, timeout=duree):
        raise get_adapter().validation_error("incorrect_code")


class _UneFois:
    """Beside a form of allauth that found which authenticator a code comes from."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            consommer(self.user.pk, code)  # type: ignore[attr-defined]
        return code


class Authentification(_UneFois, AuthenticateForm):
    """Second step of a login."""


class Confirmation(_UneFois, ReauthenticateForm):
    """Proving again who one is, before a change of the account."""


class Activation(ActivateTOTPForm):
    """First code of an application: it opens no session afterwards."""

    def clean_code(self) -> Any:
        code = super().clean_code()
        consommer(self.user.pk, code)
        return code
