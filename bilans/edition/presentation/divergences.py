"""What two editors changed differently, both values in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bilans.edition.regles.fusion import Conflit
from bilans.presentation.conditions import en_mots
from bilans.presentation.questions import GENRES
from bilans.regles.questionnaire import Colonne, Questionnaire, Repetition
from declarations.regles.calendrier import JourRelatif
from portal.saisie.regles.conditions import Condition
from portal.socle.formats import nombre

NOMS: Mapping[str, str] = {
    "libelle": "Intitulé",
    "titre": "Titre",
    "aide": "Aide",
    "type": "Type de réponse",
    "obligatoire": "Réponse obligatoire",
    "ne_sait_pas": "Accepter « Ne sait pas »",
    "reprise": "Reporter la réponse de l’an dernier",
    "minimum": "Au moins",
    "maximum": "Au plus",
    "unite": "Unité",
    "moins": "Réponses au moins",
    "plus": "Réponses au plus",
    "partage": "Chiffre de la déclaration",
    "origine": "Qui donne la réponse",
    "choix": "Choix proposés",
    "exclusifs": "Choix qui vont seuls",
    "colonnes": "Colonnes",
    "rangees": "Lignes du tableau",
    "condition": "Condition",
    "contrainte": "Vérification",
    "message": "Message",
    "repetition": "Répétition",
    "marque": "Source",
    "cadre": "Cadre",
}
RIEN = "rien"


@dataclass(frozen=True)
class DivergenceDite:
    """A property with both values; « mienne » is what this page holds."""

    nom: str
    mienne: str
    actuelle: str


def divergences_dites(questionnaire: Questionnaire, conflit: Conflit) -> list[DivergenceDite]:
    return [
        DivergenceDite(
            NOMS.get(d.propriete, d.propriete),
            _en_mots(questionnaire, d.propriete, d.mienne),
            _en_mots(questionnaire, d.propriete, d.actuelle),
        )
        for d in conflit.divergences
    ]


def _en_mots(questionnaire: Questionnaire, propriete: str, valeur: Any) -> str:
    match valeur:
        case None | "" | ():
            return RIEN
        case bool():
            return "oui" if valeur else "non"
        case Decimal() | int():
            return nombre(valeur)
        case str():
            return GENRES.get(valeur, valeur) if propriete == "type" else valeur
        case Repetition():
            return valeur.singulier or valeur.origine
        case JourRelatif():
            return f"{valeur.jour}/{valeur.mois}"
        case tuple():
            return ", ".join(_membre(membre) for membre in valeur)
    return en_mots(questionnaire, valeur) if isinstance(valeur, Condition) else str(valeur)


def _membre(membre: Any) -> str:
    if isinstance(membre, Colonne):
        return membre.libelle
    return str(membre[1]) if isinstance(membre, tuple) else str(membre)
