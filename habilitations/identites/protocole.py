"""OpenID Connect as allauth speaks it, held tighter. Imported only where it is used.

What a directory says is taken from its signed token alone: allauth would not check the signature
of a token that came straight from the directory, and would prefer what ``userinfo`` says.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from requests import RequestException

from habilitations.identites.adaptateur import MUET, page_de_refus
from habilitations.identites.reglages import Annuaire, annuaire

# A directory that is down, that answers something else than what is asked, or that lies.
DEFAUTS = (OAuth2Error, RequestException, KeyError, ValueError, TypeError)


class EchangesAnnuaire(OpenIDConnectOAuth2Adapter):
    """What is asked of a directory, server to server."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Its description, which must be that of the issuer configured (Discovery, 4.3)."""
        dite: dict[str, Any] = super().openid_config
        lui = annuaire(self.provider_id)
        if lui is None or str(dite.get("issuer", "")).rstrip("/") != lui.emetteur.rstrip("/"):
            raise OAuth2Error("issuer")
        return dite

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """One public address, whatever name the request came by."""
        chemin = reverse("openid_connect_callback", args=[self.provider_id])
        return f"{settings.ADRESSE_PUBLIQUE.rstrip('/')}{chemin}"

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Signature, issuer, audience and dates, always."""
        dits: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return dits


class FournisseurAnnuaire(OpenIDConnectProvider):
    """What is kept of an identity: who says so, its number, its Caf. No name, no address."""

    oauth2_adapter_class = EchangesAnnuaire

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        gardes = ("iss", "sub", self.app.settings["revendication"])
        jeton = data["id_token"]  # a directory that signs nothing says nothing
        return {"id_token": {cle: jeton[cle] for cle in gardes if cle in jeton}}

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["id_token"]["sub"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Who is logged in links, who is not logs in; the request itself decides nothing."""
        suite: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        lie = request.user.is_authenticated
        suite["process"] = AuthProcess.CONNECT if lie else AuthProcess.LOGIN
        suite["scope"], suite["auth_params"] = self.get_scope(), self.get_auth_params()
        return suite


provider_classes = [FournisseurAnnuaire]


def aller(request: HttpRequest, lui: Annuaire) -> HttpResponse:
    """Send the browser to the directory."""
    return _mener(request, lui, OAuth2LoginView)


def revenir(request: HttpRequest, lui: Annuaire) -> HttpResponse:
    """The browser comes back with what the directory answers."""
    return _mener(request, lui, OAuth2CallbackView)


def _mener(request: HttpRequest, lui: Annuaire, vue: Any) -> HttpResponse:
    try:
        reponse: HttpResponse = vue.adapter_view(EchangesAnnuaire(request, lui.cle))(request)
    except ImmediateHttpResponse as faite:
        reponse = faite.response
    except DEFAUTS:
        return page_de_refus(request, lui, MUET)
    return reponse
