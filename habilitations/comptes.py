"""How allauth behaves here: no open sign-up, addresses that belong to one person."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as contexte_allauth
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest

from portal.socle import courriels


class AdaptateurComptes(DefaultAccountAdapter):
    """Closes sign-up: every account is opened after signed documents (DOMAINE §2, S)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display(self, user: Any) -> str:
        return user.nom_complet

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Keep the e-mail for the worker: a page never waits for the mail server.

        Its link opens an account, so the text is erased once sent; the mailbox of the demonstration
        shows it.
        """
        requete = contexte_allauth.request
        complet = {"request": requete, "email": email, "current_site": get_current_site(requete)}
        message = self.render_mail(template_prefix, email, complet | context)
        courriels.deposer(email, message.subject, str(message.body), confidentiel=not settings.DEMO)
