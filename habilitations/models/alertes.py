"""What the Caf was told of a right that gives nothing though no act of the portal says so."""

from django.db import models
from django.db.models import Q

from habilitations.models.droits import Habilitation


class AlerteDroit(models.Model):
    """One reason for one right, told once; ``reglee_le`` when the right was signed again."""

    droit = models.ForeignKey(Habilitation, on_delete=models.CASCADE, related_name="alertes")
    motif = models.CharField("motif", max_length=30)
    vue_le = models.DateTimeField("vue le")
    reglee_le = models.DateTimeField("réglée le", null=True, blank=True)

    class Meta:
        verbose_name = "alerte sur un droit"
        verbose_name_plural = "alertes sur les droits"
        ordering = ["-vue_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["droit", "motif"],
                condition=Q(reglee_le__isnull=True),
                name="alerte_droit_une_fois",
                violation_error_message="Cette alerte est déjà donnée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.droit} – {self.motif}"
