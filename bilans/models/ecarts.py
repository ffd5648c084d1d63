"""Why a figure of a bilan differs from the declaration, in the words of who knows (C15)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from bilans.models.bilans import Bilan


@pghistory.track()
class EcartExplique(models.Model):
    """An explanation, which holds as long as the two values that it was written on do.

    ``chemin`` is that of the declaration.
    """

    bilan = models.ForeignKey(Bilan, on_delete=models.PROTECT, related_name="ecarts_expliques")
    chemin = models.CharField("champ de la déclaration", max_length=120)
    texte = models.TextField("explication", max_length=2000)
    du_bilan = models.JSONField("valeur du bilan")
    declaree = models.JSONField("valeur de la déclaration")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    le = models.DateTimeField("le")

    class Meta:
        verbose_name = "écart expliqué"
        verbose_name_plural = "écarts expliqués"
        ordering = ["bilan", "chemin"]
        constraints = [
            models.UniqueConstraint(fields=["bilan", "chemin"], name="ecart_explique_unique"),
            models.CheckConstraint(
                condition=~Q(texte=""),
                name="ecart_explique_texte_present",
                violation_error_message="Une explication a un texte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chemin} – {self.bilan}"
