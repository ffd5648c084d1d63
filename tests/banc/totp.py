"""Codes of the second factor, each used once: the portal refuses one that has served."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIODE = 30
_dernier = 0


def prochain(secret: str) -> str:
    """The code of the present half minute, or of the next one when it has served already."""
    global _dernier
    while int(time.time()) // PERIODE <= _dernier:
        time.sleep(0.5)
    _dernier = int(time.time()) // PERIODE
    return str(format_hotp_value(hotp_value(secret, _dernier)))
