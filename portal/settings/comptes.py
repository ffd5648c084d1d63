"""People: how they log in, their second factor, the length of their sessions."""

from portal.settings.commun import DEMO, env

AUTH_USER_MODEL = "habilitations.Utilisateur"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accueil:a_faire"
LOGOUT_REDIRECT_URL = "accueil:public"
ACCOUNT_ADAPTER = "habilitations.comptes.AdaptateurComptes"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Portail partenaires] "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Nothing is written to an address that no account has; the page says the same either way.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The same work for any address: who it is for is looked at away from the page.
ACCOUNT_FORMS = {
    "login": "habilitations.forms.connexion.Connexion",
    "reset_password": "habilitations.forms.connexion.DemandeDeLien",
}
# Password, second factor: whoever did not change it themselves is told.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# « key »: an account tried from one address, so that others' attempts never lock its owner out
# (habilitations.comptes, whose message says how long).
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "habilitations.comptes.AdaptateurSecondFacteur"
# Accounts are opened after signed documents: the address is known, nobody confirms it by e-mail,
# and a second factor must stay possible after a password reset.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Portail partenaires"
# A code shown just before it is typed, or by a telephone whose clock is not quite right, is taken
# (RFC 6238 §5.2); the forms see to it that none is ever taken twice.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "habilitations.forms.second_facteur.Authentification",
    "reauthenticate": "habilitations.forms.second_facteur.Confirmation",
    "activate_totp": "habilitations.forms.second_facteur.Activation",
}
# Compulsory second factor for those named in habilitations.permissions.doit_avoir_mfa.
MFA_OBLIGATOIRE = env.bool("MFA_OBLIGATOIRE", default=not DEMO)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "habilitations.mots_de_passe.MotDePasseCourant"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# A session ends after this many idle minutes; a request starts them again, written down at most
# once in SESSION_RENOUVELEE seconds (habilitations.session_tenue).
SESSION_MINUTES = env.int("SESSION_MINUTES", default=60)
SESSION_RENOUVELEE = min(300, SESSION_MINUTES * 60 // 12)
SESSION_COOKIE_AGE = SESSION_MINUTES * 60 + SESSION_RENOUVELEE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "habilitations.sessions"
