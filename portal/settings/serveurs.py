"""The servers the portal leans on: PostgreSQL, Redis, the mail server."""

from portal.settings.commun import DOSSIER_DONNEES, TIME_ZONE, env
from portal.socle import serveurs
from portal.socle.curseur import Curseur
from portal.socle.environnement import secret
from portal.socle.portee import oublier

# --- PostgreSQL ----------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(serveurs.adresse_base(DOSSIER_DONNEES))}
# Apart from the address, a password needs no escaping, and its file serves PostgreSQL's image too.
DATABASES["default"]["PASSWORD"] = secret("DATABASE_PASSWORD") or DATABASES["default"]["PASSWORD"]
DATABASES["default"]["ATOMIC_REQUESTS"] = False
# A connection of the pool that the server has closed meanwhile is replaced, not given to a page.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Seconds after which PostgreSQL gives a statement up, by kind of process: those of pages say 15
# (portal.wsgi), those of tasks 600 (docker-compose.yml); a command of the operator has no limit.
SQL_SECONDES = env.int("SQL_SECONDES", default=0)
# Executions after which a reading is planned once for its connection; 0: never, which a pooler that
# shares connections between transactions may ask for.
SQL_PREPAREES = env.int("SQL_PREPAREES", default=5)
# Milliseconds after which a statement is written in the technical log, without its values; 0: none.
SQL_LENTES_MS = env.int("SQL_LENTES_MS", default=500)
# The second wall is left down, for a pooler that shares connections between transactions or another
# tool that reads the tables under the role that serves (docs/decisions/0069).
SANS_MUR = env.bool("SANS_MUR", default=False)
# Seconds without an answer after which the base is said to be down: pages say so within two.
BASE_DELAI = 1.5
_options = DATABASES["default"].get("OPTIONS", {})
DATABASES["default"]["OPTIONS"] = {
    **_options,
    "cursor_factory": Curseur,
    "server_side_binding": True,  # for what Django says of its statements: the cursor chooses
    "prepare_threshold": SQL_PREPAREES or None,
    "connect_timeout": 2,  # libpq knows no shorter one; a page waits for the pool, not for it
    "options": f"{_options.get('options', '')} -c statement_timeout={SQL_SECONDES * 1000}".strip(),
    "pool": {
        "min_size": 1,
        "max_size": env.int("DB_POOL_MAX", default=8),
        "timeout": BASE_DELAI,
        "reset": oublier,  # what is given back remembers nobody (docs/decisions/0069)
    },
}

# --- Redis ---------------------------------------------------------------------------
REDIS_URL = serveurs.adresse_redis(DOSSIER_DONNEES)
REDIS_DELAI = 2.0  # seconds of silence after which a page stops waiting for it
# Failed logins and used codes are counted there, once for all processes. The queue stands in the
# same base: never cache.clear(), which would empty it too.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portail",
        "OPTIONS": {"socket_timeout": REDIS_DELAI, "socket_connect_timeout": REDIS_DELAI},
    }
}

# --- Background work -----------------------------------------------------------------
CELERY_BROKER_URL = serveurs.adresse_taches(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page that hands something to a queue that is down tries again once, at once: kombu would have
# it wait for six seconds. Nothing is lost, rows wait in the database; workers have their own rule.
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1}

# --- E-mails -------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url_config(secret("EMAIL_URL") or "consolemail://")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "portal.socle.smtp.RemiseSmtp"
# Seconds of silence after which a mail server is said not to answer; no page ever waits for it.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
# What one address is sent in a day at most: the rest waits for the next (H).
COURRIELS_PAR_JOUR = env.int("COURRIELS_PAR_JOUR", default=200)
# Days during which those about no file are kept; the others stay as long as their file (H).
COURRIELS_JOURS = env.int("COURRIELS_JOURS", default=365)
# Days during which the notices of a person are listed: the journal and the e-mails stay (H).
AVIS_JOURS = env.int("AVIS_JOURS", default=183)
# Days during which a simulation, or a projection, is kept once nobody changes it any more (H).
SIMULATIONS_JOURS = env.int("SIMULATIONS_JOURS", default=730)
# How long after the end of entry a dérogation may still give (H, to be confirmed).
DEROGATION_JOURS = env.int("DEROGATION_JOURS", default=92)
DEFAULT_FROM_EMAIL = env.str(
    "EXPEDITEUR", default="Portail partenaires <ne-pas-repondre@localhost>"
)
