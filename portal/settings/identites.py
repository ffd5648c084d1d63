"""The directories of Cafs by which their agents may log in: none unless configured."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.commun import DEMO, env
from portal.socle.environnement import secret

SOCIALACCOUNT_ADAPTER = "habilitations.identites.adaptateur.AdaptateurAnnuaires"
# The password is asked again before an identity is linked, as before any change of the account.
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
# The view is asked for by POST only: allauth need not ask once more.
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 3  # seconds; asked at most four times


def _nom(code: str) -> str:
    return "Annuaire de la Cnaf" if code == "CNAF" else f"Annuaire de la Caf {code}"


def lire(code: str) -> dict[str, object]:
    """The directory of one Caf by its code, of the Cnaf by « CNAF »: « ANNUAIRE_73_EMETTEUR »…"""
    prefixe = f"ANNUAIRE_{code}"
    emetteur = env.str(f"{prefixe}_EMETTEUR", default="")
    client = env.str(f"{prefixe}_CLIENT", default="")
    if not emetteur or not client:
        raise ImproperlyConfigured(
            f"ANNUAIRES nomme la Caf {code} : donnez {prefixe}_EMETTEUR et {prefixe}_CLIENT."
        )
    if not DEMO and urlsplit(emetteur).scheme != "https":
        raise ImproperlyConfigured(f"{prefixe}_EMETTEUR commence par « https:// ».")
    return {
        "provider_id": f"caf-{code}",
        "name": env.str(f"{prefixe}_NOM", default=_nom(code)),
        "client_id": client,
        "secret": secret(f"{prefixe}_SECRET"),
        "settings": {
            "server_url": emetteur,
            "caf": code,
            "valeur": env.str(f"{prefixe}_VALEUR", default=code),
            "revendication": env.str(f"{prefixe}_REVENDICATION", default="caf"),
            "scope": env.list(f"{prefixe}_PORTEES", default=["openid"]),
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
        },
    }


_APPS = [lire(code) for code in env.list("ANNUAIRES", default=[])]
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = (
    {
        "openid_connect": {
            "APPS": _APPS,
            "provider_class": "habilitations.identites.protocole.FournisseurAnnuaire",
        }
    }
    if _APPS
    else {}
)
# Its libraries are loaded by this application alone.
APPLICATIONS_ANNUAIRES = ["allauth.socialaccount.providers.openid_connect"] if _APPS else []
# Where a form may lead: Chromium looks at it on redirections too.
ORIGINES_ANNUAIRES = sorted(
    {
        "{0.scheme}://{0.netloc}".format(urlsplit(str(adresse)))
        for code in env.list("ANNUAIRES", default=[])
        for adresse in (
            env.str(f"ANNUAIRE_{code}_EMETTEUR"),
            *env.list(f"ANNUAIRE_{code}_ORIGINES", default=[]),
        )
    }
)
