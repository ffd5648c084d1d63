"""Indus as people read them."""

from portal.socle.composants import Fait
from portal.socle.formats import date_fr, date_heure_fr, euros
from subventions.paiements.models import Indu


def etat_de_l_indu(indu: Indu) -> tuple[str, str]:
    """Label and tone."""
    if indu.annule_le:
        return "Annulé", "neutre"
    if indu.reste == 0:
        return "Soldé", "succes"
    return ("En cours" if indu.reste != indu.montant else "Notifié"), "attention"


def faits_de_l_indu(indu: Indu) -> list[Fait]:
    faits = [
        Fait("Partenaire", indu.gestionnaire.nom),
        Fait("Exercice", indu.exercice),
        Fait("Montant", euros(indu.montant)),
        Fait("Recouvrement", indu.get_mode_display()),
        Fait("Remboursé", euros(indu.rembourse)),
        Fait("Compensé", euros(indu.compense)),
        Fait("Reste", euros(indu.reste)),
        Fait("Notifié par", str(indu.notifie_par), date_heure_fr(indu.notifie_le)),
        Fait("Explication", indu.motif),
    ]
    if indu.annule_par:
        faits.append(
            Fait("Annulé par", f"{indu.annule_par} : {indu.annule_motif}", date_fr(indu.annule_le))
        )
    return faits
