"""Schedules of acomptes asked for as plain data (``manage.py acomptes``)."""

from collections.abc import Mapping
from typing import Any

from subventions.referentiels import profils_acomptes
from subventions.regles.acomptes.demande import Demande, lire
from subventions.regles.acomptes.echeancier import Echeancier, etablir
from subventions.regles.erreurs import Erreur
from subventions.regles.estimation import INVALIDE
from subventions.services.repondants import Repondant, cles_en_double


class Echeanciers(Repondant):
    """Answers requests without a database."""

    cles_rendues = ("statut", "acomptes", "solde", "indu", "echeances", "etapes", "erreurs")

    def traiter(self, demande: Mapping[str, Any]) -> dict[str, Any]:
        repetees = cles_en_double(demande)
        lue = lire(demande, profils_acomptes())
        if isinstance(lue, Demande) and not repetees:
            return etablir(lue).en_json()
        return self.refuser(*repetees, *(() if isinstance(lue, Demande) else lue))

    def refuser(self, *erreurs: Erreur) -> dict[str, Any]:
        return Echeancier(INVALIDE, erreurs=erreurs).en_json()
