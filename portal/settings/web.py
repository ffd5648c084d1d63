"""What browsers are told and held to, and how far a front server is believed."""

from csp.constants import NONE, SELF

from portal.settings.commun import DEMO, env
from portal.settings.identites import ORIGINES_ANNUAIRES

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
        "form-action": [SELF, *ORIGINES_ANNUAIRES],
    }
}
# What a page may ask of a device: security keys, and nothing else.
PERMISSIONS_POLICY = ", ".join(
    (
        *(
            f"{capacite}=()"
            for capacite in (
                "accelerometer",
                "autoplay",
                "camera",
                "display-capture",
                "encrypted-media",
                "fullscreen",
                "geolocation",
                "gyroscope",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "picture-in-picture",
                "screen-wake-lock",
                "usb",
                "xr-spatial-tracking",
            )
        ),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    )
)
# A declaration of forty lieux has about a thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
