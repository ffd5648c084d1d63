"""Production settings, those of the image, with the floor views and a count of the queries.

``tests.banc.serveur`` gives the environment. Nothing else is changed: no debug, HTTPS (the client
says, as the proxy does, that it came by it), compulsory second factor, pool, files by whitenoise.
"""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.banc.urls"
MIDDLEWARE = ["tests.banc.comptage.ComptageMiddleware", *MIDDLEWARE]  # noqa: F405
