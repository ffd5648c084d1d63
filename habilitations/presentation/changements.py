"""What was changed in a fiche, in words: « nom : « Le Lac » au lieu de « Du Lac » »."""

from collections.abc import Mapping
from typing import Any

from portal.socle.formats import ESPACE_INSECABLE, citer

# Fields of the annuaire, as people name them.
CHAMPS: Mapping[str, str] = {
    "siret": "SIRET",
    "nom": "nom",
    "prenom": "prénom",
    "telephone": "téléphone",
    "nature": "nature",
    "adresse": "adresse",
    "dispositif": "dispositif",
    "organisation": "organisation",
    "portefeuille": "portefeuille",
    "ouvert_le": "ouverture",
    "ferme_le": "fermeture",
    "reference": "référence",
    "du": "début",
    "au": "fin",
    "titulaire": "titulaire",
    "remplacant": "remplaçant",
    "remplacement_du": "remplacement à partir du",
    "remplacement_au": "remplacement jusqu’au",
    "fonction": "fonction",
    "caf": "Caf",
    "jours": "jours",
    "active": "active",
    "mode": "gestion des habilitations",
    "complete_le": "complète le",
    "fin_le": "fin",
}


def en_phrase(changements: Mapping[str, Any]) -> str:
    """All that changed, field after field; what there was before is told when there was some."""
    return " ; ".join(
        phrase_du_champ(champ, avant, apres) for champ, (avant, apres) in changements.items()
    )


def phrase_du_champ(champ: str, avant: str, apres: str) -> str:
    nom = CHAMPS.get(champ, champ)
    if not avant:
        return f"{nom}{ESPACE_INSECABLE}: {citer(apres)}" if apres else nom
    if not apres:
        return f"{nom}{ESPACE_INSECABLE}: {citer(avant)} effacé"
    return f"{nom}{ESPACE_INSECABLE}: {citer(apres)} au lieu de {citer(avant)}"
