"""Who changes what: told to a connection with its scope, not again before each change.

django-pghistory writes the author of the moment before each statement that may change something, in
the same text: PostgreSQL cannot keep such a text planned. What the connection was told already is
taken away from it (docs/decisions/0079); told anything else, it keeps its own.
"""

import json
from typing import Any

from pghistory import config
from pghistory.runtime import _tracker

REGLAGES = ("pghistory.context_id", "pghistory.context_metadata")
# What django-pghistory writes first: an upgrade that writes it otherwise only makes changes slower,
# and test_auteur.py fails.
_AVANT = "SELECT " + ", ".join(f"set_config('{nom}', %s, true)" for nom in REGLAGES) + "; "
Auteur = tuple[str, str]
"""The values of ``REGLAGES``: an identifier, and what is known of who and where, in JSON."""
PERSONNE: Auteur = ("", "")


def du_moment() -> Auteur:
    """In whose name this thread changes things, in the very words of django-pghistory."""
    contexte = getattr(_tracker, "value", None)
    if contexte is None:
        return PERSONNE
    return str(contexte.id), json.dumps(contexte.metadata, cls=config.json_encoder())


def se_passe_d_auteur(requete: Any) -> bool:
    """Whether a statement only reads: no function of the portal writes when it is selected."""
    return isinstance(requete, str) and requete.startswith("SELECT")


def sans_auteur(requete: Any, valeurs: Any, dit: Auteur | None) -> tuple[Any, Any]:
    """A statement and its values, without the author put before it when it is ``dit`` already."""
    precedee = isinstance(requete, str) and requete.startswith(_AVANT)
    if precedee and isinstance(valeurs, tuple) and valeurs[:2] == dit:
        return requete[len(_AVANT) :], valeurs[2:]
    return requete, valeurs
