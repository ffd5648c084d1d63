"""Readings of a bilan that are written: those that the reader's portfolio does not explain."""

from bilans.models import Bilan
from bilans.regles.etats import ActeurBilan
from habilitations.permissions import Acteur
from portal.socle.journal import lecture_sensible
from portal.socle.models import LectureSensible


def tracer_ouverture(bilan: Bilan, acteur: Acteur, acteurs: frozenset[str]) -> None:
    """Write that an agent opened a bilan outside their portfolio (DOMAINE §7)."""
    if ActeurBilan.LECTEUR_CAF in acteurs:
        lecture_sensible(
            LectureSensible.Action.DOSSIER_HORS_PORTEFEUILLE,
            auteur=acteur.utilisateur,
            objet=bilan,
            gestionnaire_id=bilan.gestionnaire_id,
            caf_id=bilan.caf_id,
            le=acteur.maintenant,
        )
