"""What somebody had written, to give back when nothing of it is kept.

An act that is no longer possible, a file deleted in another tab: the answer holds no form any more,
and the words would go with it. Which values are words is decided here alone.
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence

from django.http import HttpRequest

# More than anybody types by hand in one form.
NOMBRE_MAX = 50
# Words in the name of a field that say that its value is nobody's to show, not even its author's.
SECRETS = frozenset(
    {
        *("code", "codes", "credential", "credentials", "csrfmiddlewaretoken", "jeton", "otp"),
        *("oldpassword", "passe", "passphrase", "password", "secret", "secrets", "token", "totp"),
    }
)
# « nouveau-mot-de-passe », « password1 », « motDePasse ».
_MOTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def a_rendre(
    champs: Iterable[tuple[str, Sequence[str]]], caches: Collection[str] = ()
) -> list[str]:
    """The texts among the values of a form, by field, in order, each once.

    ``caches`` names fields that are not given back, those of secrets apart.
    """
    textes = dict.fromkeys(
        valeur.replace("\r\n", "\n").strip()
        for nom, valeurs in champs
        if nom not in caches and not _est_un_secret(nom)
        for valeur in valeurs
        if _est_un_texte(valeur)
    )
    return list(textes)[:NOMBRE_MAX]


def ecrits_de(request: HttpRequest) -> list[str]:
    """The texts that a form has sent, once the CSRF check has passed.

    Django notes so on the request: never for an address that leads nowhere, nor for a view that is
    exempt. Before it, another site could have its words shown on ours. What a view says sensitive
    (``sensitive_post_parameters``) is not given back.
    """
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    caches = getattr(request, "sensitive_post_parameters", ())
    return [] if caches == "__ALL__" else a_rendre(request.POST.lists(), caches)


def _est_un_secret(nom: str) -> bool:
    return not SECRETS.isdisjoint(mot.lower() for mot in _MOTS.findall(nom))


def _est_un_texte(valeur: str) -> bool:
    """White space between what is written, and letters: neither a choice, a date, a figure nor a
    key."""
    lu = valeur.strip()
    en_mots = len(lu.split(None, 1)) > 1 and any(map(str.isalpha, lu))
    return en_mots and not _est_du_json(lu)


def _est_du_json(texte: str) -> bool:
    """What a script writes in a hidden field; a sentence may begin with a bracket too."""
    if texte[0] not in "[{":
        return False
    try:
        json.loads(texte)
    except (ValueError, RecursionError):
        return False
    return True
