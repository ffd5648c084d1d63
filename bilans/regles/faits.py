"""Facts that conditions may look at: known beside the answers, from the file and who reads it."""

from collections.abc import Mapping

from portal.saisie.regles.champs import NON, OUI

# Themes that a CTG covers, by their codes in the declaration (grid « cct »).
THEMES_CTG = (
    "petite_enfance",
    "enfance",
    "jeunesse",
    "parentalite",
    "handicap",
    "animation_vie_sociale",
    "acces_droits",
    "inclusion_numerique",
    "logement",
)
ROLES = ("fournisseur_activite", "fournisseur_finances", "approbateur")

# Facts by name, with the values each may take; « themes » holds several.
FAITS: Mapping[str, tuple[str, ...]] = {
    "themes": THEMES_CTG,
    "bonus_enfants": (OUI, NON),
    "bonus_parents": (OUI, NON),
    # At least one poste declared is chef de projet.
    "chef_de_projet": (OUI, NON),
    "role": ROLES,
}

# What bilans are counted by: facts kept with a sending – who answers is none of theirs –, and
# whether it came after the deadline announced.
EN_RETARD = "en_retard"
FAITS_COMPTES: Mapping[str, tuple[str, ...]] = {
    **{nom: valeurs for nom, valeurs in FAITS.items() if nom != "role"},
    EN_RETARD: (OUI, NON),
}
