"""What stands around a questionnaire, in its file: the table « cadre », read and written."""

from typing import Any

from bilans.definitions.schema import CadreDefini
from bilans.regles.cadre import EQUIPEMENT, Cadre
from declarations.regles.calendrier import JourRelatif
from portal.saisie.definitions.fautes import Releve

PAS_UN_JOUR = "un jour s’écrit [jour, mois, années après le début]"


def construire_cadre(defini: CadreDefini | None, releve: Releve) -> Cadre | None:
    """Return what the table says, its mistakes noted; None without one, or when it is wrong."""
    if defini is None or not releve.est_sain("cadre"):
        return None
    if (defini.sujet == EQUIPEMENT) != bool(defini.dispositif):
        releve.signaler("cadre.dispositif", "un équipement a un dispositif, et lui seul")
    if defini.fin is not None and defini.fin < defini.debut:
        releve.signaler("cadre.fin", "avant le premier exercice")
    ouverture = _jour("ouverture", defini.ouverture, releve)
    fermeture = _jour("fermeture", defini.fermeture, releve)
    if (defini.ouverture is None) != (defini.fermeture is None):
        releve.signaler("cadre.fermeture", "ouverture et fermeture vont ensemble")
    if ouverture and fermeture and _ordre(fermeture) < _ordre(ouverture):
        releve.signaler("cadre.fermeture", "avant l’ouverture")
    return Cadre(
        sujet=defini.sujet,
        debut=defini.debut,
        remplit=defini.remplit,
        envoie=defini.envoie,
        source=defini.source,
        marque=defini.marque,
        dispositif=defini.dispositif,
        fin=defini.fin,
        accompagne=defini.accompagne,
        ouverture=ouverture,
        fermeture=fermeture,
    )


def ecrire_cadre(cadre: Cadre) -> dict[str, Any]:
    """Return the table that writes what stands around a questionnaire."""
    table: dict[str, Any] = {}
    for nom in CadreDefini.__struct_fields__:
        valeur = getattr(cadre, nom)
        if isinstance(valeur, JourRelatif):
            table[nom] = [valeur.jour, valeur.mois, valeur.decalage]
        elif valeur not in ("", (), None):
            table[nom] = valeur
    return table


def _jour(nom: str, brut: tuple[int, int, int] | None, releve: Releve) -> JourRelatif | None:
    """A day, a month, and how many years after the first of the exercice."""
    if brut is None:
        return None
    jour, mois, decalage = brut
    if 1 <= jour <= 31 and 1 <= mois <= 12 and -1 <= decalage <= 2:
        return JourRelatif(jour, mois, decalage)
    releve.signaler(f"cadre.{nom}", PAS_UN_JOUR)
    return None


def _ordre(jour: JourRelatif) -> tuple[int, int, int]:
    return jour.decalage, jour.mois, jour.jour
