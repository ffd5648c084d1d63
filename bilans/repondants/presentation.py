"""How far those who were asked have come."""

from dataclasses import dataclass

from bilans.models import Repondant
from bilans.regles.etats import AVANT_ENVOI, Etat


@dataclass(frozen=True)
class Avancement:
    """A respondent as the Caf follows them; ``ton`` is the colour family of the badge."""

    repondant: Repondant
    etat: str
    ton: str
    attendu: bool


def avancement(repondant: Repondant) -> Avancement:
    """Return where a respondent stands: nothing of their answers before they are sent."""
    etat = repondant.bilan.etat
    if repondant.est_revoque:
        return Avancement(repondant, "Lien révoqué", "neutre", False)
    if etat == Etat.SANS_OBJET:
        return Avancement(repondant, "Sans objet", "neutre", False)
    if etat not in AVANT_ENVOI:
        complement = etat == Etat.A_COMPLETER
        mots = ("À compléter", "erreur") if complement else ("Transmis", "succes")
        return Avancement(repondant, *mots, attendu=complement)
    if etat == Etat.EN_COURS:
        return Avancement(repondant, "Commencé", "info", True)
    if repondant.ouvert_le:
        return Avancement(repondant, "Ouvert", "info", True)
    return Avancement(repondant, "Pas encore ouvert", "attention", True)
