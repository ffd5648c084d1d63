"""Estimates asked for as plain data (``manage.py estimer``), several Cafs and exercices at once."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from habilitations.models import Caf
from habilitations.regles.exercices import lire_exercice
from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme, lire_bareme
from subventions.regles.erreurs import Erreur
from subventions.regles.estimation import BAREME_NON_PUBLIE, INVALIDE, Estimation
from subventions.regles.moteur import FORMULES, estimer, invalide
from subventions.regles.nombres import ecrire
from subventions.services.baremes import bareme_applicable
from subventions.services.repondants import Repondant, cles_en_double


class Guichet(Repondant):
    """Answers requests; reads the database only when one needs it, and once."""

    cles_rendues = ("statut", "montant", "manquants", "erreurs", "etapes")

    def __init__(self) -> None:
        super().__init__()
        self._bareme = lru_cache(maxsize=None)(bareme_applicable)

    @cached_property
    def _cafs(self) -> dict[str, int]:
        """Ids of the Cafs, by département number."""
        return dict(Caf.objects.values_list("code", "pk"))

    def traiter(self, demande: Mapping[str, Any]) -> dict[str, Any]:
        return _rendu(self.estimer(demande))

    def refuser(self, *erreurs: Erreur) -> dict[str, Any]:
        return _rendu(invalide(*erreurs))

    def estimer(self, demande: Mapping[str, Any]) -> Estimation:
        """Estimate one request; all that is wrong in it is said together."""
        erreurs = cles_en_double(demande)
        dispositif = demande.get("dispositif")
        if not isinstance(dispositif, str) or dispositif not in FORMULES:
            message = f"Un dispositif est attendu : {', '.join(FORMULES)}."
            return invalide(*erreurs, Erreur("dispositif", message))
        annee = _annee(dispositif, demande.get("exercice"), erreurs)
        caf_id = self._caf_id(demande.get("caf"), erreurs)
        fourni = _bareme_fourni(dispositif, demande.get("bareme"), erreurs)
        if annee is None:
            return invalide(*erreurs)
        bareme = fourni or Bareme()
        if fourni is None and not erreurs:
            bareme = self._bareme(dispositif, annee, caf_id)
        estimation = estimer(dispositif, demande.get("donnees"), bareme, plan_comptable(), annee)
        erreurs += [erreur.sous("donnees") for erreur in estimation.erreurs]
        return invalide(*erreurs) if erreurs else estimation

    def _caf_id(self, valeur: Any, erreurs: list[Erreur]) -> int | None:
        """The Caf of a département (« 16 », 16, « 2a », 1 for « 01 »); None without one."""
        if valeur is None:
            return None
        if isinstance(valeur, bool) or not isinstance(valeur, int | str):
            message = "Un numéro de département est attendu, par exemple 16."
            erreurs.append(Erreur("caf", message))
            return None
        code = str(valeur).upper()
        caf_id = self._cafs.get(f"0{code}" if len(code) == 1 else code)
        if caf_id is None:
            message = "Aucune Caf du portail ne correspond à ce numéro de département."
            erreurs.append(Erreur("caf", message))
        return caf_id


def _annee(dispositif: str, valeur: Any, erreurs: list[Erreur]) -> int | None:
    """The exercice, a text or for a calendar year a whole number."""
    if isinstance(valeur, bool) or not isinstance(valeur, int | str):
        erreurs.append(Erreur("exercice", "Un exercice est attendu, par exemple 2025."))
        return None
    try:
        return lire_exercice(dispositif, str(valeur))
    except ValueError as refus:
        erreurs.append(Erreur("exercice", str(refus)))
        return None


def _bareme_fourni(dispositif: str, valeur: Any, erreurs: list[Erreur]) -> Bareme | None:
    """Parameters given with the request: they replace all those of the registry."""
    if valeur is None:
        return None
    bareme, refus = lire_bareme(dispositif, valeur)
    erreurs.extend(refus)
    return bareme


def _rendu(estimation: Estimation) -> dict[str, Any]:
    """Result keys, in reading order; what does not concern the statut is left out."""
    montant = estimation.montant
    rendu: dict[str, Any] = {
        "statut": estimation.statut,
        "montant": None if montant is None else ecrire(montant),
    }
    if estimation.statut == BAREME_NON_PUBLIE:
        rendu["manquants"] = list(estimation.manquants)
    if estimation.statut == INVALIDE:
        rendu["erreurs"] = [erreur.en_json() for erreur in estimation.erreurs]
    return {**rendu, "etapes": [etape.en_json() for etape in estimation.etapes]}
