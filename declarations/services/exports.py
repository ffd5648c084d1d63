"""Taking a list away as a spreadsheet, at once or in the background."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from celery import current_app
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from declarations.models import ExportListe
from declarations.models.exports import TACHE
from habilitations.permissions import Acteur
from portal.socle.documents import stockage
from portal.socle.journal import lecture_sensible
from portal.socle.models import LectureSensible

# Up to so many rows the file is given at once (H).
LIGNES_IMMEDIATES = 300
JOURS_GARDES = 7
# Makes the file, telling as it goes how many rows are done.
Fabrique = Callable[[Callable[[int], None]], bytes]


def tracer_export(acteur: Acteur, question: str) -> None:
    """Write in the journal of readings who took which list away (DOMAINE §7)."""
    lecture_sensible(
        LectureSensible.Action.EXPORT,
        auteur=acteur.utilisateur,
        precision=question,
        le=acteur.maintenant,
    )


@transaction.atomic
def demander_export(
    question: str, total: int, *, acteur: Acteur, tache: str = TACHE, extension: str = "xlsx"
) -> ExportListe:
    """Ask for a long list: a worker writes it once this is committed, by the task of this name.

    The same list asked for twice while the first is being written gives the same export.
    """
    en_cours = ExportListe.objects.filter(
        demandeur=acteur.utilisateur,
        tache=tache,
        question=question,
        prete_le=None,
        demande_le__gte=acteur.maintenant - timedelta(hours=1),
    ).first()
    if en_cours:
        return en_cours
    export = ExportListe.objects.create(
        demandeur=acteur.utilisateur,
        tache=tache,
        extension=extension,
        question=question,
        demande_le=acteur.maintenant,
        total=total,
    )
    cle = export.pk
    transaction.on_commit(lambda: current_app.send_task(tache, [cle]))
    return export


def ecrire(export_id: int, total: int, fabriquer: Fabrique) -> None:
    """Write the file of an export of ``total`` rows; once it is ready a replay changes nothing."""
    export = ExportListe.objects.get(pk=export_id)
    if export.prete_le:
        return
    ExportListe.objects.filter(pk=export_id).update(total=total, faites=0)

    def avancer(faites: int) -> None:
        ExportListe.objects.filter(pk=export_id, total__gte=faites).update(faites=faites)

    nom = stockage().save(f"exports/{uuid4()}.{export.extension}", ContentFile(fabriquer(avancer)))
    ExportListe.objects.filter(pk=export_id).update(fichier=nom, prete_le=timezone.now())


def purger_exports(maintenant: datetime) -> int:
    """Delete lists older than JOURS_GARDES days, with their files; return how many."""
    perimes = ExportListe.objects.filter(demande_le__lt=maintenant - timedelta(days=JOURS_GARDES))
    for export in perimes:
        if export.fichier:
            stockage().delete(export.fichier)
    return perimes.delete()[0]
