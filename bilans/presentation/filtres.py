"""A filter on answers, in words."""

from dataclasses import dataclass

from bilans.presentation.conditions import NE_SAIT_PAS_EN_MOTS
from bilans.regles.analyse.comptes import REMPLI
from bilans.regles.analyse.resultats import LIBRES, SANS_REPONSE
from bilans.regles.colonnes import Colonne
from bilans.regles.questionnaire import NE_SAIT_PAS
from bilans.services.analyse.selection import Filtre
from portal.socle.formats import avec_unite, citer, date_fr

SANS_REPONSE_EN_MOTS = "sans réponse"
REMPLI_EN_MOTS = "a répondu"


@dataclass(frozen=True)
class FiltreDit:
    """What a filter keeps, and the address of the page without it."""

    texte: str
    adresse: str


def dire_filtre(colonne: Colonne, filtre: Filtre, adresse: str) -> FiltreDit:
    """« Un bonus ? » : « Oui » ou « Ne sait pas »; « 10 h au moins »."""
    libelles = dict(valeurs_de_filtre(colonne))
    unite = colonne.question.unite
    morceaux = [citer(libelles.get(valeur, valeur)) for valeur in sorted(filtre.valeurs)]
    if filtre.minimum is not None:
        morceaux.append(f"{avec_unite(filtre.minimum, unite)} au moins")
    if filtre.maximum is not None:
        morceaux.append(f"{avec_unite(filtre.maximum, unite)} au plus")
    if filtre.depuis:
        morceaux.append(f"depuis le {date_fr(filtre.depuis)}")
    if filtre.jusqua:
        morceaux.append(f"jusqu’au {date_fr(filtre.jusqua)}")
    bornes = not filtre.valeurs
    lien = " et " if bornes else " ou "
    return FiltreDit(f"{colonne.question.libelle} : {lien.join(morceaux)}", adresse)


def valeurs_de_filtre(colonne: Colonne) -> tuple[tuple[str, str], ...]:
    """What a filter may ask of a column, besides the bounds of a number or of a day."""
    suite = [(SANS_REPONSE, SANS_REPONSE_EN_MOTS)]
    if colonne.question.type in LIBRES:
        suite.insert(0, (REMPLI, REMPLI_EN_MOTS))
    if colonne.question.ne_sait_pas:
        suite.insert(0, (NE_SAIT_PAS, NE_SAIT_PAS_EN_MOTS))
    return (*colonne.choix, *suite)
