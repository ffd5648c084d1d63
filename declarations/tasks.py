"""Background work: entry points that call a service."""

from functools import partial

from celery import shared_task
from django.http import QueryDict
from django.utils import timezone

from declarations.exports import recepisse
from declarations.exports.liste import liste_xlsx
from declarations.file import liste_de
from declarations.models import ExportListe, Version
from declarations.services import exports
from habilitations.permissions import Acteur
from portal.dossiers.services.transferts import appliquer_dus


@shared_task
def appliquer_transferts() -> int:
    """Once a day, after midnight: équipements that pass to another SIRET, missed days included."""
    maintenant = timezone.now()
    return appliquer_dus(maintenant, timezone.localdate(maintenant))


@shared_task
def ecrire_export(export_id: int) -> None:
    """Write a long list as a spreadsheet, with the rights of whoever asked, as they are now."""
    export = ExportListe.objects.select_related("demandeur").get(pk=export_id)
    acteur = Acteur(export.demandeur, timezone.now())
    liste = liste_de(acteur, QueryDict(export.question))
    exports.ecrire(export_id, liste.count(), partial(liste_xlsx, liste, acteur.jour), acteur)


@shared_task
def reprendre_exports() -> int:
    """Every five minutes: lists asked for while the queue was down, those of bilans included."""
    return exports.reprendre(timezone.now())


@shared_task
def purger_exports() -> int:
    """Once a day: lists taken away more than a week ago are deleted."""
    return exports.purger_exports(timezone.now())


@shared_task
def preparer_recepisse(version_id: int) -> None:
    """Once a declaration is sent: its receipt is ready before anybody asks for it."""
    recepisse.preparer(
        Version.objects.select_related("declaration", "calcul", "envoyee_par").get(pk=version_id)
    )
