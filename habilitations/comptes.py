"""How allauth behaves here: no open sign-up, addresses that belong to one person."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AdaptateurComptes(DefaultAccountAdapter):
    """Closes sign-up: every account is opened after signed documents (DOMAINE §2, S)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display(self, user: Any) -> str:
        return user.nom_complet
