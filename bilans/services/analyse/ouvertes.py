"""Answers written in full: searched by their words, read with who wrote them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from bilans.models import Bilan, ReponseAnalyse
from bilans.regles.analyse.comptes import REMPLI
from bilans.regles.colonnes import Colonne
from bilans.services.analyse.comptage import Comptage
from portal.socle.francais import mots


@dataclass(frozen=True)
class ReponseEcrite:
    """One text; ``ligne`` names the row it stands on, "" when asked once."""

    bilan: Bilan
    ligne: str
    texte: str


def reponses_de(
    comptage: Comptage, colonne_id: int, recherche: str = ""
) -> "QuerySet[ReponseAnalyse]":
    """Answers given to a text question, that hold every word searched, accents apart."""
    reponses = ReponseAnalyse.objects.filter(
        colonne=colonne_id, valeur=REMPLI, bilan__in=comptage.bilans.values("pk")
    )
    for mot in mots(recherche).split():
        reponses = reponses.filter(mots__contains=mot)
    return reponses.select_related(
        "bilan__gestionnaire", "bilan__equipement", "bilan__version__questionnaire"
    ).order_by("-bilan__annee", "bilan", "ligne")


def lire_reponse(colonne: Colonne, reponse: ReponseAnalyse) -> ReponseEcrite:
    """The text itself, found again where the bilan keeps it."""
    cles = reponse.ligne.split(".") if reponse.ligne else []
    couples = zip(colonne.repetitions, cles, strict=True)
    chemin = "".join(f"{repetition}.{cle}." for repetition, cle in couples) + colonne.code
    valeur = reponse.bilan.arretees.get(chemin, "")
    texte = valeur if isinstance(valeur, str) else ", ".join(map(str, valeur))
    return ReponseEcrite(reponse.bilan, " – ".join(cles), texte)
