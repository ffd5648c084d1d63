"""Background work: entry points that call a service."""

from datetime import datetime

from celery import shared_task
from django.http import QueryDict
from django.utils import timezone

from bilans.exports import recepisse
from bilans.exports.analyse import fabrique_de
from bilans.forms.analyse import comptage_de
from bilans.models import EnvoiBilan
from bilans.services import campagnes_annoncees
from bilans.services.analyse.denombrement import denombrer_en_attente
from declarations.models import ExportListe
from declarations.services import exports
from habilitations.permissions import Acteur
from habilitations.portee import au_nom_de


@shared_task(raison="compter les réponses de tous les bilans")
def denombrer() -> int:
    """Every minute: bilans sent or edited since are laid flat, to be counted as they now are."""
    return denombrer_en_attente()


@shared_task(raison="reprendre un export demandé")
def ecrire_export(export_id: int) -> None:
    """Write what was chosen, with the rights of whoever asked, as they are now."""
    export = ExportListe.objects.select_related("demandeur").get(pk=export_id)
    acteur, demande = Acteur(export.demandeur, timezone.now()), QueryDict(export.question)
    with au_nom_de(acteur):
        comptage = comptage_de(demande, acteur)
        exports.ecrire(export_id, comptage.combien, fabrique_de(comptage, demande), acteur)


@shared_task(raison="prévenir ceux qu’une campagne concerne")
def annoncer_campagne(campagne_id: int, acte: str, le: str, nationale: bool) -> int:
    """A campaign was suspended, resumed or given other dates: those it concerns are told."""
    return campagnes_annoncees.annoncer_campagne(
        campagne_id, acte, datetime.fromisoformat(le), nationale
    )


@shared_task(raison="préparer un récépissé")
def preparer_recepisse(envoi_id: int) -> None:
    """Once a bilan is sent: its receipt is ready before anybody asks for it."""
    recepisse.recepisse_pdf(
        EnvoiBilan.objects.select_related(
            "bilan__version__questionnaire", "bilan__complement__questionnaire"
        ).get(pk=envoi_id)
    )
