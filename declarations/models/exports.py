"""Lists taken away as spreadsheets, written in the background when they are long."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

# By name: the task calls a service, which calls this model.
TACHE = "declarations.tasks.ecrire_export"
TACHE_LIGNES = "declarations.tasks.ecrire_lignes"
TACHE_DROITS = "declarations.tasks.ecrire_droits"


class ExportListe(models.Model):
    """A list that somebody asked for, as they had filtered it.

    ``tache`` writes it – declarations of the queue, their rows, rights, or answers of bilans –,
    ``question`` being the query string of the list. ``faites`` out of ``total`` rows are written;
    the file, named ``fichier`` in the storage of documents, is there when ``prete_le`` is.
    """

    demandeur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    tache = models.CharField("tâche", max_length=60, default=TACHE)
    extension = models.CharField("extension du fichier", max_length=4, default="xlsx")
    question = models.CharField("filtres", max_length=2000, blank=True)
    demande_le = models.DateTimeField("demandé le")
    total = models.PositiveIntegerField("lignes à écrire")
    faites = models.PositiveIntegerField("lignes écrites", default=0)
    fichier = models.CharField("fichier", max_length=200, blank=True)
    # What its reader could list when it was written: services.exports.perimetre_de.
    perimetre = models.CharField("périmètre de qui l’a demandé", max_length=64, blank=True)
    prete_le = models.DateTimeField("prêt le", null=True, blank=True)

    class Meta:
        verbose_name = "export d’une liste"
        verbose_name_plural = "exports de listes"
        ordering = ["-demande_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(faites__lte=F("total")),
                name="export_avancement_borne",
                violation_error_message="Plus de lignes écrites que de lignes à écrire.",
            ),
            models.CheckConstraint(
                condition=Q(prete_le__isnull=True) | ~Q(fichier=""),
                name="export_pret_a_un_fichier",
                violation_error_message="Un export prêt a son fichier.",
            ),
        ]

    def __str__(self) -> str:
        return f"Export du {self.demande_le:%d/%m/%Y %H:%M}"
