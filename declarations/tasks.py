"""Background work: entry points that call a service."""

from datetime import datetime, time

from celery import shared_task
from django.utils import timezone

from declarations.exports import recepisse
from declarations.listes_exportees import LISTES
from declarations.models import ExportListe, Version
from declarations.models.exports import TACHE, TACHE_DROITS, TACHE_LIGNES
from declarations.services import exports, releves
from habilitations.permissions import Acteur
from habilitations.portee import au_nom_de
from portal.dossiers.services.transferts import appliquer_dus

# Totals of one Caf: less than a second. One that died is handed out again an hour later.
DUREE_MAX = 900
PERIODE = 3600


@shared_task(raison="appliquer les transferts du jour")
def appliquer_transferts() -> int:
    """Once a day, after midnight: équipements that pass to another SIRET, missed days included."""
    maintenant = timezone.now()
    return appliquer_dus(maintenant, timezone.localdate(maintenant))


@shared_task(raison="reprendre un export demandé")
def ecrire_export(export_id: int) -> None:
    """Write a long list of declarations, with the rights of whoever asked, as they are now."""
    _ecrire(TACHE, export_id)


@shared_task(raison="reprendre un export demandé")
def ecrire_lignes(export_id: int) -> None:
    """The same for the rows of the declarations of a list."""
    _ecrire(TACHE_LIGNES, export_id)


@shared_task(raison="reprendre un export demandé")
def ecrire_droits(export_id: int) -> None:
    """The same for a list of rights."""
    _ecrire(TACHE_DROITS, export_id)


def _ecrire(tache: str, export_id: int) -> None:
    export = ExportListe.objects.select_related("demandeur").get(pk=export_id)
    acteur = Acteur(export.demandeur, timezone.now())
    with au_nom_de(acteur):
        ouverte = LISTES[tache].ouvrir(acteur, export.question)
        exports.ecrire(export_id, ouverte.total, ouverte.ecrire, acteur)


@shared_task(raison="reprendre les exports demandés")
def reprendre_exports() -> int:
    """Every five minutes: lists asked for while the queue was down, those of bilans included."""
    return exports.reprendre(timezone.now())


@shared_task(raison="effacer les exports retirés")
def purger_exports() -> int:
    """Once a day: lists taken away more than a week ago are deleted."""
    return exports.purger_exports(timezone.now())


@shared_task(raison="préparer un récépissé")
def preparer_recepisse(version_id: int) -> None:
    """Once a declaration is sent: its receipt is ready before anybody asks for it."""
    recepisse.preparer(
        Version.objects.select_related("declaration", "calcul", "envoyee_par").get(pk=version_id)
    )


@shared_task(raison="répartir les totaux à arrêter")
def arreter_les_releves() -> int:
    """Three times a night: hand each Caf not arrested since midnight to the workers, one task each.

    The first run hands them all, the next ones what died. Return how many were handed out.
    """
    minuit = datetime.combine(timezone.localdate(), time(), timezone.get_current_timezone())
    cafs = releves.a_arreter(minuit)
    for caf_id in cafs:
        # Not begun within the hour, it is handed out again: this copy is of no use any more.
        arreter_la_caf.apply_async(args=[caf_id], expires=PERIODE)
    return len(cafs)


@shared_task(
    raison="arrêter les totaux d’une Caf",
    time_limit=DUREE_MAX,
    soft_time_limit=DUREE_MAX - 60,
    ignore_result=True,
)
def arreter_la_caf(caf_id: int) -> None:
    """What the checks found in all that a Caf was sent, counted again; run twice, the same."""
    releves.arreter(caf_id, timezone.now())
