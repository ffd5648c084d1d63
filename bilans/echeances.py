"""By when a bilan is due: the rule of every file (``portal.dossiers.regles.echeances``)."""

from datetime import date

from bilans.models import Bilan
from bilans.regles.etats import CHEZ_LE_PARTENAIRE, Etat
from portal.dossiers.regles import echeances as regle
from portal.dossiers.regles.echeances import Echeance


def echeance_de(bilan: Bilan, jour: date) -> Echeance | None:
    """Return when the partner must be done, None once the bilan is out of their hands.

    Reads only what ``BilanQuerySet.pour_liste`` loads.
    """
    if bilan.etat not in CHEZ_LE_PARTENAIRE:
        return None
    demandes = bilan.demandes.all() if bilan.etat == Etat.A_COMPLETER else ()
    demande = next((d for d in demandes if d.satisfaite_le is None), None)
    derogations = [d.expire_le for d in bilan.derogations.all()]
    pour_le = demande.pour_le if demande else None
    return regle.echeance_de(bilan.campagne.fenetre, derogations, pour_le, jour)


def saisie_ouverte(bilan: Bilan, jour: date) -> bool:
    """Tell whether a first sending is possible on that day: a campaign suspended takes none."""
    if bilan.campagne.est_suspendue:
        return False
    derogations = (d.expire_le for d in bilan.derogations.all())
    return regle.saisie_ouverte(bilan.campagne.fenetre, derogations, jour)
