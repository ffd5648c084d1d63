"""Personal links that open an account: a password is chosen there, once."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, TypedDict

from allauth.account import app_settings
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
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
    return _adresse(
        utilisateur, app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(utilisateur)
    )


def liens_de_mot_de_passe(utilisateurs: Collection[Utilisateur]) -> dict[int, str]:
    """The same for many, by id: one query, where allauth reads the addresses of each.

    The key of who has another address than the one they log in with is made the usual way.
    """
    connues = EmailAddress.objects.filter(user__in=utilisateurs).values_list("user", "email")
    emails = {utilisateur.pk: utilisateur.email for utilisateur in utilisateurs}
    autres = {pk for pk, email in connues if email != emails[pk]}
    generateur = _SansLecture()
    return {
        u.pk: lien_de_mot_de_passe(u) if u.pk in autres else _adresse(u, generateur.make_token(u))
        for u in utilisateurs
    }


def heures_du_lien() -> int:
    """How long such a link serves, as its e-mail says."""
    return timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) // timedelta(hours=1)


class ChampsDuLien(TypedDict, total=False):
    """Those of ``courriels.Champs`` that a link asks for."""

    confidentiel: bool
    relecteur: str
    parametres: dict[str, Any]


def champs_du_lien(lien: str, maintenant: datetime) -> ChampsDuLien:
    """What an e-mail that bears such a link has: read again as it leaves, and wiped once sent.

    Nothing for one that bears none.
    """
    if not lien:
        return {}
    fin = maintenant + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return {
        "confidentiel": not settings.DEMO,
        "relecteur": RELECTEUR,
        "parametres": {"valable_jusqu_au": fin.isoformat()},
    }


class _SansLecture(EmailAwarePasswordResetTokenGenerator):  # type: ignore[misc] # untyped
    """Makes the key of who has one address, without reading it again."""

    def _make_hash_value(self, user: Utilisateur, timestamp: int) -> str:
        return f"{PasswordResetTokenGenerator._make_hash_value(self, user, timestamp)}{user.email}"


def _adresse(utilisateur: Utilisateur, cle: str) -> str:
    chemin = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(utilisateur), "key": cle},
    )
    return f"{settings.ADRESSE_PUBLIQUE.rstrip('/')}{chemin}"
