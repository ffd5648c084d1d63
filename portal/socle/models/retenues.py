"""What is held of the portal's own e-mails, since when and why; and the database it last knew."""

from django.db import models
from django.db.models import Q


class BaseReconnue(models.Model):
    """The database that the portal last knew as its own: one row, which a backup takes along."""

    identifiant = models.CharField("identifiant de la base", max_length=60)
    le = models.DateTimeField("reconnue le")

    class Meta:
        verbose_name = "base reconnue"
        verbose_name_plural = "base reconnue"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="base_reconnue_seule",
                violation_error_message="Le portail ne reconnaît qu’une base.",
            ),
        ]

    def __str__(self) -> str:
        return self.identifiant


class Retenue(models.Model):
    """Reminders held for the whole portal, with the e-mails that waited then, until ``levee_le``.

    No foreign key points upward: ``par_id`` and ``levee_par_id`` are people, None for the portal.
    """

    le = models.DateTimeField("retenues le")
    par_id = models.BigIntegerField("par", null=True)
    motif = models.TextField("motif")
    levee_le = models.DateTimeField("reprises le", null=True)
    levee_par_id = models.BigIntegerField("reprises par", null=True)

    class Meta:
        verbose_name = "retenue des relances"
        verbose_name_plural = "retenues des relances"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["levee_le"],
                nulls_distinct=False,
                name="retenue_une_en_cours",
                violation_error_message="Les relances sont déjà retenues.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="retenue_motivee",
                violation_error_message="Une retenue porte son motif.",
            ),
            models.CheckConstraint(
                condition=Q(levee_le__isnull=True, levee_par_id__isnull=True)
                | Q(levee_le__isnull=False, levee_par_id__isnull=False),
                name="retenue_levee_complete",
                violation_error_message="Une reprise porte sa date et son auteur.",
            ),
        ]

    def __str__(self) -> str:
        return f"Relances retenues depuis le {self.le:%d/%m/%Y}"
