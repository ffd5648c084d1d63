"""Whom moving the dates of a window concerns."""

from declarations.models import Campagne
from declarations.regles.etats import AVANT_ENVOI
from portal.dossiers.models import Dossier
from portal.socle.francais import compter


def concernees(campagne: Campagne) -> str:
    """« 12 déclarations de cette fenêtre, dont 3 pas encore transmises. »"""
    appelees = Dossier.objects.filter(declaration__campagne=campagne.pk)
    combien = appelees.count()
    if not combien:
        return "Aucune déclaration de cette fenêtre n’est encore appelée."
    attendues = appelees.filter(etat__in=AVANT_ENVOI).count()
    return (
        f"{compter(combien, 'déclaration')} de cette fenêtre, dont "
        f"{attendues} pas encore transmise{'s' if attendues > 1 else ''}."
    )
