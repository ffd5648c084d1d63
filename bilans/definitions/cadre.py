"""What stands around a questionnaire, in its file: the table « cadre », read and written."""

from collections.abc import Collection, Mapping
from typing import Any

from bilans.definitions.lecteur import Cles, Lecteur
from bilans.regles.cadre import ACCOMPAGNANTS, AUTEURS, EQUIPEMENT, SUJETS, Cadre
from declarations.regles.calendrier import JourRelatif

MARQUES = ("S", "P", "H")

CLES_CADRE: Cles = {
    "sujet": str, "debut": int, "remplit": list, "envoie": str, "source": str, "marque": str,
}  # fmt: skip
CLES_CADRE_LIBRES: Cles = {
    "dispositif": str, "fin": int, "accompagne": list, "ouverture": list, "fermeture": list,
}  # fmt: skip


def lire_cadre(lecteur: Lecteur, brut: Mapping[str, Any]) -> Cadre | None:
    """Return what the table says, its mistakes noted; None when it says too little to stand."""
    lu = lecteur.table(brut, "cadre", CLES_CADRE, CLES_CADRE_LIBRES)
    for nom, permis in (("sujet", SUJETS), ("envoie", AUTEURS), ("marque", MARQUES)):
        if nom in lu:
            _permis(lecteur, nom, (lu[nom],), permis)
    if lu.get("remplit") == []:
        lecteur.refuser("cadre.remplit", "personne ne répond")
    for nom, permis in (("remplit", AUTEURS), ("accompagne", ACCOMPAGNANTS)):
        if nom in lu:
            lu[nom] = lecteur.textes(lu[nom], f"cadre.{nom}")
            _permis(lecteur, nom, lu[nom], permis)
    if lu.get("sujet") in SUJETS and (lu["sujet"] == EQUIPEMENT) != ("dispositif" in lu):
        lecteur.refuser("cadre.dispositif", "un équipement a un dispositif, et lui seul")
    if "fin" in lu and lu["fin"] < lu.get("debut", lu["fin"]):
        lecteur.refuser("cadre.fin", "avant le premier exercice")
    _lire_fenetre(lecteur, lu)
    return Cadre(**lu) if CLES_CADRE.keys() <= lu.keys() else None


def _lire_fenetre(lecteur: Lecteur, lu: dict[str, Any]) -> None:
    """Put two days in place of what was written, when both stand."""
    for nom in ("ouverture", "fermeture"):
        if nom in lu:
            lu[nom] = _jour(lecteur, nom, lu[nom])
    if ("ouverture" in lu) != ("fermeture" in lu):
        lecteur.refuser("cadre.fermeture", "ouverture et fermeture vont ensemble")
    ouverture, fermeture = lu.get("ouverture"), lu.get("fermeture")
    if ouverture and fermeture and _ordre(fermeture) < _ordre(ouverture):
        lecteur.refuser("cadre.fermeture", "avant l’ouverture")


def ecrire_cadre(cadre: Cadre) -> dict[str, Any]:
    """Return the table that writes what stands around a questionnaire."""
    table: dict[str, Any] = {nom: getattr(cadre, nom) for nom in CLES_CADRE}
    for nom in CLES_CADRE_LIBRES:
        valeur = getattr(cadre, nom)
        if isinstance(valeur, JourRelatif):
            table[nom] = [valeur.jour, valeur.mois, valeur.decalage]
        elif valeur not in ("", (), None):
            table[nom] = valeur
    return table


def _permis(lecteur: Lecteur, nom: str, valeurs: Collection[str], permis: Collection[str]) -> None:
    for valeur in valeurs:
        if valeur not in permis:
            lecteur.refuser(f"cadre.{nom}", f"« {valeur} » n’est pas l’un de : {', '.join(permis)}")


def _jour(lecteur: Lecteur, nom: str, brut: list[Any]) -> JourRelatif | None:
    """A day, a month, and how many years after the first of the exercice."""
    if len(brut) == 3 and all(type(nombre) is int for nombre in brut):
        jour, mois, decalage = brut
        if 1 <= jour <= 31 and 1 <= mois <= 12 and -1 <= decalage <= 2:
            return JourRelatif(jour, mois, decalage)
    lecteur.refuser(f"cadre.{nom}", "un jour s’écrit [jour, mois, années après le début]")
    return None


def _ordre(jour: JourRelatif) -> tuple[int, int, int]:
    return jour.decalage, jour.mois, jour.jour
