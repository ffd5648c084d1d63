"""Estimates asked for as plain data (``manage.py estimer``), several Cafs and exercices at once."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from habilitations.models import Caf
from habilitations.regles.exercices import lire_exercice
from subventions.imports import cles_repetees
from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme, lire_bareme
from subventions.regles.departements import lire_departement
from subventions.regles.erreurs import Erreur
from subventions.regles.estimation import BAREME_NON_PUBLIE, INVALIDE, Estimation
from subventions.regles.moteur import FORMULES, estimer, invalide
from subventions.services.baremes import bareme_applicable

CLES_RENDUES = ("statut", "montant", "manquants", "erreurs", "etapes")


class Guichet:
    """Answers requests one by one; reads the database only when one needs it, and once."""

    def __init__(self) -> None:
        self._caf_id = lru_cache(maxsize=None)(self._chercher_caf)
        self._bareme = lru_cache(maxsize=None)(bareme_applicable)

    @staticmethod
    def _chercher_caf(code: str) -> int | None:
        """A Caf that is not on the portal has no line of its own: national ones apply."""
        return Caf.objects.filter(code=code).values_list("pk", flat=True).first()

    def repondre(self, demande: Any) -> dict[str, Any]:
        """Return the request with its ``statut``, ``montant`` and what explains them."""
        if not isinstance(demande, Mapping):
            return {"demande": demande, **_rendu(invalide(Erreur("", "Un objet est attendu.")))}
        reprise = {cle: valeur for cle, valeur in demande.items() if cle not in CLES_RENDUES}
        return {**reprise, **_rendu(self.estimer(demande))}

    def estimer(self, demande: Mapping[str, Any]) -> Estimation:
        """Estimate one request; all that is wrong in it is said together."""
        erreurs = [
            Erreur(chemin, "Cette clé est écrite deux fois.") for chemin in cles_repetees(demande)
        ]
        dispositif = demande.get("dispositif")
        if not isinstance(dispositif, str) or dispositif not in FORMULES:
            message = f"Un dispositif est attendu : {', '.join(FORMULES)}."
            return invalide(*erreurs, Erreur("dispositif", message))
        annee = _annee(dispositif, demande.get("exercice"), erreurs)
        code = _code_caf(demande.get("caf"), erreurs)
        fourni = _bareme_fourni(dispositif, demande.get("bareme"), erreurs)
        if annee is None:
            return invalide(*erreurs)
        bareme = fourni or Bareme()
        if fourni is None and not erreurs:
            caf_id = self._caf_id(code) if code is not None else None
            bareme = self._bareme(dispositif, annee, caf_id)
        estimation = estimer(dispositif, demande.get("donnees"), bareme, plan_comptable(), annee)
        erreurs += [erreur.sous("donnees") for erreur in estimation.erreurs]
        return invalide(*erreurs) if erreurs else estimation


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


def _code_caf(valeur: Any, erreurs: list[Erreur]) -> str | None:
    if valeur is None:
        return None
    try:
        return lire_departement(valeur)
    except ValueError as refus:
        erreurs.append(Erreur("caf", str(refus)))
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
    brut = estimation.en_json()
    rendu = {"statut": brut["statut"], "montant": brut["montant"]}
    if estimation.statut == BAREME_NON_PUBLIE:
        rendu["manquants"] = brut["manquants"]
    if estimation.statut == INVALIDE:
        rendu["erreurs"] = brut["erreurs"]
    return {**rendu, "etapes": brut["etapes"]}
