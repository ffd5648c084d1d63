"""Where an adhesion stands, in words."""

from datetime import date

from habilitations.models import Adhesion
from portal.socle.formats import date_fr


def etat_de_l_adhesion(adhesion: Adhesion | None, jour: date) -> tuple[str, str]:
    """Label and tone of an adhesion on that day; None when there is none."""
    if adhesion is None:
        return "Aucune", "neutre"
    if adhesion.suspendue_le:
        return f"Suspendue depuis le {date_fr(adhesion.suspendue_le)}", "erreur"
    if adhesion.fin_le and adhesion.fin_le < jour:
        return f"Terminée le {date_fr(adhesion.fin_le)}", "neutre"
    if adhesion.fin_le and adhesion.complete_le:
        return f"Prend fin le {date_fr(adhesion.fin_le)}", "attention"
    if adhesion.complete_le is None or adhesion.complete_le > jour:
        return "Incomplète", "attention"
    return f"Complète depuis le {date_fr(adhesion.complete_le)}", "succes"
