"""The years that a date typed may be of; beyond them it is a slip of the keyboard."""

ANNEE_MIN, ANNEE_MAX = 1900, 2100
HORS_DES_ANNEES = f"Écrivez une année comprise entre {ANNEE_MIN} et {ANNEE_MAX}."
