"""Départements that have a Caf: how an estimate names the Caf whose barème it wants."""

import re

METROPOLE = frozenset(f"{n:02d}" for n in range(1, 96) if n != 20) | {"2A", "2B"}
OUTRE_MER = frozenset({"971", "972", "973", "974", "976"})
DEPARTEMENTS = METROPOLE | OUTRE_MER


def lire_departement(valeur: object) -> str:
    """Return the number of a département (« 16 », « 2A ») or raise ValueError, in French."""
    if isinstance(valeur, bool) or not isinstance(valeur, int | str):
        raise ValueError("Un numéro de département est attendu, par exemple 16.")
    code = str(valeur).upper()
    if re.fullmatch(r"[1-9]", code):
        code = f"0{code}"
    if code not in DEPARTEMENTS:
        raise ValueError("Aucune Caf ne correspond à ce numéro de département.")
    return code
