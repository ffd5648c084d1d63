"""Settings of the portal, all of them read from the environment.

Defaults are those of production: HTTPS, MFA compulsory, no debug. ``DEMO=1`` relaxes
what a demonstration on one's own machine cannot have. The table of variables is in
README.md. Here: what the portal is made of; beside: people, web, files, servers.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal import journaux
from portal.settings.commun import BASE_DIR, DOSSIER_DONNEES, env
from portal.settings.commun import DEBUG as DEBUG
from portal.settings.commun import DEMO as DEMO
from portal.settings.commun import TIME_ZONE as TIME_ZONE
from portal.settings.comptes import *  # noqa: F403
from portal.settings.fichiers import *  # noqa: F403
from portal.settings.identites import *  # noqa: F403
from portal.settings.identites import APPLICATIONS_ANNUAIRES
from portal.settings.serveurs import *  # noqa: F403
from portal.settings.web import *  # noqa: F403
from portal.socle import serveurs
from portal.socle.environnement import secret

SECRET_KEY = secret("SECRET_KEY") or serveurs.cle_secrete(DOSSIER_DONNEES)
ADRESSE_PUBLIQUE = env.str("ADRESSE_PUBLIQUE", default="http://localhost:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Applications, from top to bottom: each imports only what stands below it.
INSTALLED_APPS = [
    "portal.accueil",
    "portal.relances",
    "bilans",
    "declarations",
    "subventions",
    "portal.dossiers",
    "habilitations",
    "portal.saisie",
    "portal.socle",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *APPLICATIONS_ANNUAIRES,
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_linear_migrations",
    "django_structlog",
    "django_tables2",
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
    "portal.socle.requetes.MesureMiddleware",
    "portal.socle.corps.LireJusquAuBoutMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.socle.entetes.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "habilitations.presence.PresenceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "habilitations.session_tenue.SessionTenueMiddleware",
    "bilans.repondants.acces.RepondantMiddleware",
    "habilitations.middleware.ConnexionObligatoireMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "habilitations.middleware.MfaObligatoireMiddleware",
    "habilitations.portee.PorteeMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "portal.socle.requetes.RequeteMiddleware",
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
                "portal.socle.templatetags.formats",
                "portal.socle.templatetags.composants",
                "subventions.templatetags.montants",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language and time ---------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Journal -------------------------------------------------------------------------
# Ed25519, 32 bytes in base64. Only what seals and checks the journal reads it: portal.socle.sceaux
# makes one in DOSSIER_DONNEES when none is given. Former keys stay known by their public part.
CLE_JOURNAL = secret("CLE_JOURNAL")
CLES_JOURNAL_ANCIENNES = env.list("CLES_JOURNAL_ANCIENNES", default=[])
# What was sealed, told outside the database: a file that only grows, best kept on another machine.
TEMOIN_JOURNAL = env.str("TEMOIN_JOURNAL", default="") or DOSSIER_DONNEES / "temoin/sceaux.jsonl"
# The CNIL asks that access logs be kept from six months to a year.
LECTURES_MOIS = env.int("LECTURES_MOIS", default=12)
# What leaves a Caf shows no group of fewer bilans than this (H, docs/decisions/0038).
SEUIL_PETITS_EFFECTIFS = env.int("SEUIL_PETITS_EFFECTIFS", default=5)
if not 6 <= LECTURES_MOIS <= 12:
    raise ImproperlyConfigured("LECTURES_MOIS va de 6 à 12 : c’est ce que demande la Cnil.")

# --- Seals of the PDFs ---------------------------------------------------------------
# Certificates and lists of revocations, which every process reads; their keys, which the worker
# alone is given (manage.py autorite). Without them, acts wait; a demonstration makes its own.
DOSSIER_CACHETS = env.str("DOSSIER_CACHETS", default="") or DOSSIER_DONNEES / "cachets"
DOSSIER_CLES_CACHETS = env.str("DOSSIER_CLES_CACHETS", default="") or f"{DOSSIER_CACHETS}/cles"

# --- Rights --------------------------------------------------------------------------
# One Ed25519 key per Caf, never in the database: habilitations.trousseau tells its files.
CLES_CAF = Path(env.str("CLES_CAF", default="") or DOSSIER_DONNEES / "cles_caf")
CLES_CAF_ANCIENNES = env.list("CLES_CAF_ANCIENNES", default=[])

# Who is written to when the nightly check of the data finds something.
EXPLOITANTS = env.list("EXPLOITANTS", default=[])

# --- Watch (docs/decisions/0071) -----------------------------------------------------
# What whoever reads /metriques/ must show; without one, only this machine may.
JETON_MESURES = secret("JETON_MESURES")
# Where worker and beat answer the same; 0: nowhere.
PORT_MESURES = env.int("PORT_MESURES", default=0)
# Read by prometheus-client itself: where the processes of one container count together.
DOSSIER_MESURES = env.str("PROMETHEUS_MULTIPROC_DIR", default="")

# --- Forms and tables ----------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "composants/tableau.html"
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- Logs ----------------------------------------------------------------------------
LOGGING = journaux.configurer(env.str("NIVEAU_JOURNAUX", default="INFO"))
