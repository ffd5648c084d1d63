"""Gaps that an adviser accepts: an acompte is then no longer lowered by them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.models import Caf, Equipement

UTILISATEUR = settings.AUTH_USER_MODEL


@pghistory.track()
class EcartAccepte(models.Model):
    """The gap between the prévisionnel of a file and its réel N-1, accepted by an adviser."""

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="+")
    equipement = models.ForeignKey(Equipement, on_delete=models.PROTECT, related_name="+")
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    motif = models.TextField("motif")
    accepte_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    accepte_le = models.DateTimeField("accepté le")

    class Meta:
        verbose_name = "écart accepté"
        verbose_name_plural = "écarts acceptés"
        ordering = ["-accepte_le"]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "annee"],
                name="ecart_accepte_une_fois",
                violation_error_message="L’écart de cet exercice est déjà accepté.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="ecart_accepte_motive",
                violation_error_message="Un écart accepté dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"Écart accepté – {self.equipement} {self.annee}"
