"""Which columns of a list somebody wants to see."""

from django.conf import settings
from django.db import models


class ColonnesChoisies(models.Model):
    """The columns that a person shows of one list, by code; no row: those shown by default."""

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    liste = models.CharField("liste", max_length=30)
    colonnes = models.JSONField("colonnes montrées", default=list, blank=True)

    class Meta:
        verbose_name = "colonnes choisies"
        verbose_name_plural = "colonnes choisies"
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "liste"],
                name="colonnes_choisies_uniques",
                violation_error_message="Ces colonnes sont déjà choisies pour cette liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – {self.liste}"
