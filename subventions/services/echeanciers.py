"""Schedules of acomptes asked for as plain data (``manage.py acomptes``)."""

from collections.abc import Mapping
from typing import Any

from subventions.imports import cles_repetees
from subventions.referentiels import profils_acomptes
from subventions.regles.acomptes.demande import Demande, lire
from subventions.regles.acomptes.echeancier import INVALIDE, Echeancier, etablir
from subventions.regles.erreurs import Erreur

CLES_RENDUES = ("statut", "acomptes", "solde", "indu", "echeances", "etapes", "erreurs")


class Echeanciers:
    """Answers requests one by one, without a database; ``refusees``: how many were invalid."""

    def __init__(self) -> None:
        self.refusees = 0

    def repondre(self, demande: Any) -> dict[str, Any]:
        """Return the request with its ``statut``, ``acomptes``, ``solde``, ``indu`` and steps."""
        if isinstance(demande, Mapping):
            reprise = {cle: valeur for cle, valeur in demande.items() if cle not in CLES_RENDUES}
            echeancier = self._etablir(demande)
        else:
            reprise = {"demande": demande}
            echeancier = _invalide(Erreur("", "Un objet est attendu."))
        self.refusees += echeancier.statut == INVALIDE
        return {**reprise, **echeancier.en_json()}

    def _etablir(self, demande: Mapping[str, Any]) -> Echeancier:
        repetees = [
            Erreur(chemin, "Cette clé est écrite deux fois.") for chemin in cles_repetees(demande)
        ]
        lue = lire(demande, profils_acomptes())
        if isinstance(lue, Demande) and not repetees:
            return etablir(lue)
        return _invalide(*repetees, *(() if isinstance(lue, Demande) else lue))


def _invalide(*erreurs: Erreur) -> Echeancier:
    return Echeancier(INVALIDE, erreurs=erreurs)
