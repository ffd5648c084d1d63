"""Dormant accounts: announced, then suspended at one Caf."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models.agents import Caf


class Sommeil(models.Model):
    """A person who has not logged in for months, as one Caf told them; a login deletes the row."""

    caf = models.ForeignKey(Caf, on_delete=models.CASCADE, related_name="sommeils")
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sommeils"
    )
    annonce_le = models.DateTimeField("annoncé le")
    suspendu_le = models.DateTimeField("suspendu le", null=True, blank=True)

    class Meta:
        verbose_name = "compte en sommeil"
        verbose_name_plural = "comptes en sommeil"
        ordering = ["caf", "annonce_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "utilisateur"],
                name="sommeil_une_fois",
                violation_error_message="Ce compte est déjà annoncé en sommeil.",
            ),
            models.CheckConstraint(
                condition=Q(suspendu_le__isnull=True) | Q(suspendu_le__gt=F("annonce_le")),
                name="sommeil_annonce_d_abord",
                violation_error_message="Un compte en sommeil est annoncé avant d’être suspendu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – {self.caf}"
