"""How the checks write: one typography, one way to quote a figure, an exercice or a gap."""

import re
from collections.abc import Mapping
from decimal import Decimal

from declarations.regles.controles.contexte import Contexte
from declarations.regles.grille import ACTUALISEE, PREVISIONNELLE, REELLE
from declarations.regles.total import variation
from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import ESPACE_INSECABLE, arrondi, nombre, pourcentage

LIBELLES_NATURE = {
    PREVISIONNELLE: "Prévisionnelle",
    ACTUALISEE: "Actualisée",
    REELLE: "Réelle",
}
CITATION_MAX = 40
# How much of what two texts have in common is shown before what they have not.
RECUL = 12
DECIMALES_MAX = 6

_AVANT = re.compile(r" (?=[:;?!»])")
_APRES = re.compile(r"(?<=«) ")


def typographie(texte: str) -> str:
    """Put the unbreakable spaces of French: inside « » and before : ; ? and !."""
    return _APRES.sub(ESPACE_INSECABLE, _AVANT.sub(ESPACE_INSECABLE, texte))


def ligne_du_constat(cle: str, lignes: Mapping[str, str]) -> str:
    """Name the row that a constat is about, from its key (« C12:collectifs.c3.enfants ») and the
    labels of the rows by their keys; empty when it is about the whole, or the row is gone."""
    lieux = cle.partition(":")[2].split(".")
    return next((lignes[lieu] for lieu in lieux[1:2] if lieu in lignes), "")


def citer_saisie(valeur: object) -> str:
    """Quote what was typed, on one line and cut short: « abc… »."""
    texte = " ".join(str(valeur).split())
    court = texte if len(texte) <= CITATION_MAX else f"{texte[: CITATION_MAX - 1]}…"
    return f"« {court} »"


def citer_deux(un: object, autre: object) -> tuple[str, str]:
    """Quote two texts that differ, both cut so as to show where they first do.

    « Chargée de coopération enf… » beside itself would tell nobody what is to be mended.
    """
    premier, second = (" ".join(str(texte).split()) for texte in (un, autre))
    paires = enumerate(zip(premier, second, strict=False))
    commun = next((i for i, (a, b) in paires if a != b), min(len(premier), len(second)))
    if commun < CITATION_MAX - RECUL:
        return citer_saisie(premier), citer_saisie(second)
    suite = slice(commun - RECUL + 1, None)
    return citer_saisie(f"…{premier[suite]}"), citer_saisie(f"…{second[suite]}")


def libelle_declaration(contexte: Contexte) -> str:
    """Name the declaration checked, like a reference: « Prévisionnelle 2025 »."""
    exercice = libelle_exercice(contexte.grille.dispositif, contexte.annee)
    return f"{LIBELLES_NATURE.get(contexte.nature, contexte.nature)} {exercice}"


def ecrire_ecart(valeur: Decimal, reference: Decimal, seuil: Decimal) -> str:
    """Write a variation with its sign, precisely enough to differ from the threshold.

    A move of 10.04 % is written « +10,04 % »: « +10,0 % » would seem not to exceed 10 %.
    """
    absolu = variation(valeur, reference) or Decimal(0)
    ratio = (absolu if valeur > reference else -absolu) / 100
    decimales = 1
    while decimales < DECIMALES_MAX and arrondi(absolu, decimales) == seuil:
        decimales += 1
    return pourcentage(ratio, decimales)


def ecrire_seuil(seuil: Decimal) -> str:
    """Write a threshold given in percent: « 10 % »."""
    return f"{nombre(seuil)}{ESPACE_INSECABLE}%"
