"""The day's work, Caf by Caf: what is done, what is to be taken up."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import F, Q

from habilitations.models import Caf


class PassageQuerySet(models.QuerySet["Passage"]):
    def inacheves(self, jour: date) -> "PassageQuerySet":
        """Those of a day that have not come to their end: not begun, under way, or dead."""
        return self.filter(jour=jour, fini_le=None)

    def faits(self, jour: date, cafs: Collection[int]) -> bool:
        """Tell whether each of these Cafs has had its day."""
        finis = self.filter(jour=jour, caf__in=cafs).exclude(fini_le=None)
        return finis.count() == len(set(cafs))


class Passage(models.Model):
    """The work of one day for one Caf: declarations called, reminders and digests written.

    It may be run again at any moment: ``fini_le`` only spares doing it for nothing. The figures are
    those of the run that ended it.
    """

    caf = models.ForeignKey(Caf, on_delete=models.CASCADE, related_name="passages_relances")
    jour = models.DateField("jour")
    commence_le = models.DateTimeField("commencé le", null=True, blank=True)
    fini_le = models.DateTimeField("fini le", null=True, blank=True)
    appelees = models.PositiveIntegerField("déclarations appelées", default=0)
    rappels = models.PositiveIntegerField("courriels de rappel écrits", default=0)
    resumes = models.PositiveIntegerField("résumés écrits", default=0)
    erreurs = models.PositiveIntegerField("personnes laissées après une erreur", default=0)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = "passage du jour"
        verbose_name_plural = "passages du jour"
        ordering = ["-jour", "caf"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "jour"],
                name="passage_un_par_caf_et_jour",
                violation_error_message="Cette Caf a déjà son passage ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(fini_le__isnull=True)
                | Q(commence_le__isnull=False, fini_le__gte=F("commence_le")),
                name="passage_commence_avant_de_finir",
                violation_error_message="Un passage commence avant de finir.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caf} – {self.jour:%d/%m/%Y}"
