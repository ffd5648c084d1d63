"""What moving the dates of a window changes, in sentences."""

from collections.abc import Iterator

from declarations.models import Campagne
from declarations.regles.calendrier import Fenetre
from declarations.regles.etats import AVANT_ENVOI
from portal.dossiers.models import Dossier
from portal.socle.formats import date_fr
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


def effets(campagne: Campagne, dates: Fenetre) -> Iterator[str]:
    """What these dates would change of a window that exists."""
    yield concernees(campagne)
    if campagne.echeance_le != dates.echeance_le:
        yield (
            f"L’échéance annoncée passe du {date_fr(campagne.echeance_le)} au "
            f"{date_fr(dates.echeance_le)} : les rappels à venir suivent."
        )
    if dates.ferme_le < campagne.ferme_le:
        yield (
            f"La saisie se fermera le {date_fr(dates.ferme_le)} au soir, plus tôt qu’annoncé ; "
            "une dérogation peut la rouvrir."
        )
