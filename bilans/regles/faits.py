"""Facts that conditions may look at: known beside the answers, from the file and its rights."""

from collections.abc import Mapping

from bilans.regles.questionnaire import Questionnaire
from portal.saisie.regles.champs import NON, OUI
from portal.saisie.regles.conditions import Fait, sources

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

ROLE = "role"

# Facts by name, with the values each may take.
FAITS: Mapping[str, tuple[str, ...]] = {
    "themes": THEMES_CTG,
    "bonus_enfants": (OUI, NON),
    "bonus_parents": (OUI, NON),
    # At least one poste declared is chef de projet.
    "chef_de_projet": (OUI, NON),
    # Roles held at the équipement: the same for whoever reads the bilan.
    ROLE: ROLES,
}
# Facts that hold several values at once.
PLURIELS = frozenset({"themes", ROLE})

# What bilans are counted by: facts kept with a sending – who may answer is none of theirs –, and
# whether it came after the deadline announced.
EN_RETARD = "en_retard"
FAITS_COMPTES: Mapping[str, tuple[str, ...]] = {
    **{nom: valeurs for nom, valeurs in FAITS.items() if nom != ROLE},
    EN_RETARD: (OUI, NON),
}


def faits_regardes(questionnaire: Questionnaire) -> frozenset[str]:
    """The facts that some condition or constraint of a questionnaire looks at."""
    return frozenset(
        source.nom
        for place in questionnaire.places
        for condition in (place.element.condition, getattr(place.element, "contrainte", None))
        if condition is not None
        for source in sources(condition)
        if isinstance(source, Fait)
    )
