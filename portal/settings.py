"""Settings of the portal, all of them read from the environment.

Defaults are those of production: HTTPS, MFA compulsory, no debug. ``DEMO=1`` relaxes
what a demonstration on one's own machine cannot have. The table of variables is in
README.md.
"""

from pathlib import Path

import bootstrap_wrapper
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal import journaux
from portal.socle import serveurs
from portal.socle.environnement import secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
DOSSIER_DONNEES = serveurs.dossier_donnees(BASE_DIR, env.str("DOSSIER_DONNEES", default=""))
SECRET_KEY = secret("SECRET_KEY") or serveurs.cle_secrete(DOSSIER_DONNEES)
ADRESSE_PUBLIQUE = env.str("ADRESSE_PUBLIQUE", default="http://localhost:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Applications, from top to bottom: each imports only what stands below it.
INSTALLED_APPS = [
    "portal.accueil",
    "portal.relances",
    "declarations",
    "subventions",
    "habilitations",
    "portal.socle",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_linear_migrations",
    "django_structlog",
    "django_tables2",
    "template_partials",
    "pgtrigger",
    "pghistory",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "portal.socle.corps.LireJusquAuBoutMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "habilitations.middleware.ConnexionObligatoireMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "habilitations.middleware.MfaObligatoireMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.accueil.contexte.navigation",
            ],
            "builtins": [
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "template_partials.templatetags.partials",
                "portal.socle.templatetags.formats",
                "portal.socle.templatetags.composants",
            ],
        },
    }
]

DATABASES = {"default": env.db_url_config(serveurs.adresse_base(DOSSIER_DONNEES))}
# Apart from the address, a password needs no escaping, and its file serves PostgreSQL's image too.
DATABASES["default"]["PASSWORD"] = secret("DATABASE_PASSWORD") or DATABASES["default"]["PASSWORD"]
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {"min_size": 1, "max_size": env.int("DB_POOL_MAX", default=8), "timeout": 10},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People --------------------------------------------------------------------------
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
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
# Accounts are opened after signed documents: the address is known, nobody confirms it by e-mail,
# and a second factor must stay possible after a password reset.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Portail partenaires"
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
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# A session ends after this many idle minutes; each request starts them again.
SESSION_MINUTES = env.int("SESSION_MINUTES", default=60)
SESSION_COOKIE_AGE = SESSION_MINUTES * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Web security --------------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=not DEMO)
SECURE_SSL_REDIRECT = HTTPS
DERRIERE_PROXY = env.bool("DERRIERE_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if DERRIERE_PROXY else None
# Limits on failed logins count by address: that of the person, not that of the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if DERRIERE_PROXY else 0
SECURE_REDIRECT_EXEMPT = [r"^sante/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "portal.accueil.views.erreurs.csrf"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap draws its arrows and crosses with data: images.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
# A declaration of forty lieux has about a thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Language and time ---------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Files ---------------------------------------------------------------------------
STATIC_URL = "static/"
# Apart from the data in a container, whose image brings its own.
STATIC_ROOT = Path(env.str("DOSSIER_STATIQUES", default="") or DOSSIER_DONNEES / "static")
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.socle.statiques.StockageStatique"},
    # Out of the web root: only views serve them, to those who may read them.
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DOSSIER_DONNEES / "documents",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
# Largest file received, and request beyond which nothing is read (docs/decisions/0011).
FICHIER_TAILLE_MAX = env.int("FICHIER_TAILLE_MAX_MO", default=10) * 1024 * 1024
REQUETE_TAILLE_MAX = 10 * FICHIER_TAILLE_MAX
FILE_UPLOAD_HANDLERS = [
    "portal.socle.depots.PlafondDesFichiers",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- E-mails -------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url_config(secret("EMAIL_URL") or "consolemail://")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "portal.socle.smtp.RemiseSmtp"
# Seconds of silence after which a mail server is said not to answer; no page ever waits for it.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env.str(
    "EXPEDITEUR", default="Portail partenaires <ne-pas-repondre@localhost>"
)

# --- Background work -----------------------------------------------------------------
REDIS_URL = serveurs.adresse_redis(DOSSIER_DONNEES)
CELERY_BROKER_URL = serveurs.adresse_taches(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# --- Journal -------------------------------------------------------------------------
# Ed25519, 32 bytes in base64. Only what seals and checks the journal reads it: portal.socle.sceaux
# makes one in DOSSIER_DONNEES when none is given. Former keys stay known by their public part.
CLE_JOURNAL = secret("CLE_JOURNAL")
CLES_JOURNAL_ANCIENNES = env.list("CLES_JOURNAL_ANCIENNES", default=[])
# The CNIL asks that access logs be kept from six months to a year.
LECTURES_MOIS = env.int("LECTURES_MOIS", default=12)
if not 6 <= LECTURES_MOIS <= 12:
    raise ImproperlyConfigured("LECTURES_MOIS va de 6 à 12 : c’est ce que demande la Cnil.")

# --- Forms and tables ----------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "composants/tableau.html"
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- Logs ----------------------------------------------------------------------------
LOGGING = journaux.configurer(env.str("NIVEAU_JOURNAUX", default="INFO"))
