"""Taking a list away as a spreadsheet, at once or in the background."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from celery import current_app
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from declarations.models import ExportListe
from declarations.models.exports import TACHE
from habilitations.models import Fonction
from habilitations.permissions import Acteur
from portal.socle.documents import stockage
from portal.socle.journal import lecture_sensible
from portal.socle.models import LectureSensible

JOURS_GARDES = 7
# What nobody began after so long is asked again; what waits for longer than a day is asked by hand.
OUBLIE_APRES = timedelta(minutes=5)
ATTENTE_MAX = timedelta(days=1)
# Makes the file, telling as it goes how many rows are done.
Fabrique = Callable[[Callable[[int], None]], bytes]


def tracer_export(acteur: Acteur, question: str) -> None:
    """Write in the journal of readings who took which list away (DOMAINE §7).

    One line for each Caf whose files the list may hold: each reads its own.
    """
    cafs: list[int | None] = [*sorted(acteur.cafs_comme(Fonction))]
    for caf_id in cafs or [None]:
        lecture_sensible(
            LectureSensible.Action.EXPORT,
            auteur=acteur.utilisateur,
            precision=question,
            caf_id=caf_id,
            le=acteur.maintenant,
        )


def perimetre_de(acteur: Acteur) -> str:
    """A hash of what decides of the files that somebody may list: functions and portfolios."""
    fonctions = sorted([a.fonction, a.caf_id or 0] for a in acteur.affectations)
    texte = json.dumps([fonctions, sorted(acteur.portefeuilles)])
    return sha256(texte.encode()).hexdigest()


def est_encore_permis(export: ExportListe, acteur: Acteur) -> bool:
    """Tell whether a file was written with what this person may list now."""
    return export.perimetre == perimetre_de(acteur)


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

    def annoncer() -> None:
        # One attempt: a queue that is down must not hold the page back, ``reprendre`` asks again.
        current_app.send_task(tache, [cle], retry=False)

    transaction.on_commit(annoncer, robust=True)
    return export


def reprendre(maintenant: datetime) -> int:
    """Ask again for the lists that nobody began, the queue having been down; return how many."""
    oubliees = ExportListe.objects.filter(
        prete_le=None,
        faites=0,
        demande_le__range=(maintenant - ATTENTE_MAX, maintenant - OUBLIE_APRES),
    )
    for export in oubliees:
        # Forgotten by the queue before it is asked again: a busy worker finds it once.
        current_app.send_task(export.tache, [export.pk], expires=OUBLIE_APRES.total_seconds())
    return len(oubliees)


def ecrire(export_id: int, total: int, fabriquer: Fabrique, acteur: Acteur) -> None:
    """Write the file of an export of ``total`` rows; once it is ready a replay changes nothing.

    ``acteur`` is who asked, with the rights of the moment: ``est_encore_permis`` compares them.
    """
    export = ExportListe.objects.get(pk=export_id)
    if export.prete_le:
        return
    ExportListe.objects.filter(pk=export_id).update(total=total, faites=0)

    def avancer(faites: int) -> None:
        ExportListe.objects.filter(pk=export_id, total__gte=faites).update(faites=faites)

    nom = stockage().save(f"exports/{uuid4()}.{export.extension}", ContentFile(fabriquer(avancer)))
    ecrits = ExportListe.objects.filter(pk=export_id, prete_le=None).update(
        fichier=nom, perimetre=perimetre_de(acteur), prete_le=timezone.now()
    )
    if not ecrits:  # another worker was faster
        stockage().delete(nom)


def purger_exports(maintenant: datetime) -> int:
    """Delete lists older than JOURS_GARDES days, with their files; return how many."""
    perimes = ExportListe.objects.filter(demande_le__lt=maintenant - timedelta(days=JOURS_GARDES))
    for export in perimes:
        if export.fichier:
            stockage().delete(export.fichier)
    return perimes.delete()[0]
