"""How allauth behaves here: no open sign-up, addresses that belong to one person."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as contexte_allauth
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest

from habilitations.models import Utilisateur
from portal.socle import courriels
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict, tel_quel
from portal.socle.requetes_ecrites import RequeteEcrite

_FACTEURS = RequeteEcrite(
    lambda personne: Authenticator.objects.filter(user_id=personne).values_list("pk", flat=True)
)


class AdaptateurComptes(DefaultAccountAdapter):
    """Closes sign-up: every account is opened after signed documents (DOMAINE §2, S)."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": (
            "Trop de tentatives de connexion échouées : attendez cinq minutes avant de réessayer. "
            "Si vous avez oublié votre mot de passe, demandez-en un nouveau : il vous ouvrira "
            "aussitôt le portail."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display(self, user: Utilisateur) -> str:
        return user.nom_complet

    def set_password(self, user: Utilisateur, password: str) -> None:
        """A new password forgets the failures of the former one."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(self.request, email=user.email)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """An account from one address: a stranger's attempts do not lock its owner out."""
        compte: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{compte}:{self.get_client_ip(request)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Keep the e-mail for the worker: a page never waits for the mail server.

        Its text, about the account alone, is erased once sent; the mailbox of the demonstration
        shows it.
        """
        requete = contexte_allauth.request
        complet = {"request": requete, "email": email, "current_site": get_current_site(requete)}
        message = self.render_mail(template_prefix, email, complet | context)
        confidentiel = not settings.DEMO
        courriels.deposer(email, message.subject, str(message.body), confidentiel=confidentiel)


def relire_lien(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw a link that opens nothing any more: too old, account closed, address changed."""
    if maintenant > datetime.fromisoformat(courriel.parametres["valable_jusqu_au"]):
        return Retire("Le lien n’était plus valable au moment de l’envoi : il faut le redemander.")
    qui = Utilisateur.objects.filter(pk=courriel.destinataire_id or 0).first()
    if qui is None or not qui.is_active or qui.email != courriel.destinataire.lower():
        return Retire("Au moment de l’envoi, le compte était fermé ou avait une autre adresse.")
    return tel_quel(courriel)


class AdaptateurSecondFacteur(DefaultMFAAdapter):
    """That of allauth; whether somebody has a second factor is asked at each page of theirs."""

    def is_mfa_enabled(self, user: AbstractBaseUser | AnonymousUser, types: Any = None) -> bool:
        if types is None and not user.is_anonymous:
            return bool(_FACTEURS.lire(user.pk))
        return bool(super().is_mfa_enabled(user, types))
