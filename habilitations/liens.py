"""Personal links that open an account: a password is chosen there, once."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from habilitations.models import Utilisateur

# Who reads again, as it leaves, an e-mail that bears such a link (portal.socle.relecture).
RELECTEUR = "habilitations.lien"
# The same for what « Mot de passe oublié » asks, which bears none until it leaves.
OUBLIE = "habilitations.mot_de_passe_oublie"


def lien_de_mot_de_passe(utilisateur: Utilisateur) -> str:
    """The address at which somebody chooses a password: it serves once, then expires.

    It bears the public address of the portal, whatever name a request came by.
    """
    cle = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(utilisateur)
    chemin = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(utilisateur), "key": cle},
    )
    return f"{settings.ADRESSE_PUBLIQUE.rstrip('/')}{chemin}"
