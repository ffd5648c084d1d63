"""What allauth asks of us about identities from elsewhere.

An identity opens an account by the link that its person made once, being logged in: not by an
e-mail address, which whoever keeps a directory writes there as they like. Nobody signs up.
"""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from habilitations.identites import services
from habilitations.identites.reglages import FOURNISSEUR, Annuaire, annuaire
from habilitations.permissions import Acteur

MUET = (
    "L’annuaire de votre Caf ne répond pas, ou pas comme il le devrait. Réessayez dans quelques "
    "minutes ; votre adresse et votre mot de passe ouvrent aussi le portail."
)
ABANDON = "Vous avez renoncé à vous connecter par l’annuaire de votre Caf."


class AdaptateurAnnuaires(DefaultSocialAccountAdapter):
    """Directories come from the settings alone, and identities from links alone."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": services.A_UN_AUTRE,
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Never those of the database: whoever writes there would open every account."""
        fournisseurs: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
        donnes = fournisseurs.get(FOURNISSEUR, {}).get("APPS", [])
        apps = [SocialApp(provider=FOURNISSEUR, **un) for un in donnes]
        return [
            app
            for app in apps
            if provider in (None, FOURNISSEUR, app.provider_id)
            and client_id in (None, app.client_id)
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The directory has answered: what is said may not open anything, with the page that says.

        Its own signature has been checked already (``protocole``).
        """
        lui = annuaire(sociallogin.account.provider)
        if lui is None:
            refuser(request, None, MUET)
        dits = sociallogin.account.extra_data.get("id_token", {})
        refus = services.refus_de_la_caf(lui, dits)
        if not refus and sociallogin.state.get("process") == AuthProcess.CONNECT:
            if not request.user.is_authenticated:
                refuser(request, lui, services.JAMAIS_LIEE)
            acteur = Acteur(request.user, timezone.now())
            refus = services.refus_de_lier(lui, sociallogin.account, acteur)
        elif not refus:
            qui = sociallogin.user if sociallogin.is_existing else None
            acteur_lie = Acteur(qui, timezone.now()) if qui else None
            refus = services.refus_d_entrer(lui, acteur_lie)
        if refus:
            refuser(request, lui, refus)

    def send_notification_mail(self, modele: str, user: Any, context: dict[str, Any]) -> None:
        """A link was made: the journal tells it as its person is told."""
        lien: SocialAccount = context["account"]
        services.noter_le_lien(lien)
        lui = annuaire(lien.provider)
        super().send_notification_mail(modele, user, {"nom": lui.nom if lui else lien.provider})

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("mon_annuaire")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """The protocol did not come to its end: cancelled, or the directory fails."""
        phrase = ABANDON if error == AuthError.CANCELLED else MUET
        refuser(request, annuaire(provider.sub_id), phrase)


def refuser(request: HttpRequest, lui: Annuaire | None, phrase: str) -> NoReturn:
    """Stop here with a page that says why."""
    raise ImmediateHttpResponse(page_de_refus(request, lui, phrase))


def page_de_refus(request: HttpRequest, lui: Annuaire | None, phrase: str) -> HttpResponse:
    contexte = {"annuaire": lui, "phrase": phrase}
    statut = 502 if phrase == MUET else 403
    return render(request, "habilitations/annuaire_refus.html", contexte, status=statut)
