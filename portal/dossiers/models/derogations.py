"""Dérogations: the window opened again for one file (DOMAINE §3.2)."""

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q


class DerogationQuerySet(models.QuerySet["Derogation"]):
    def actives(self, jour: date) -> "DerogationQuerySet":
        return self.filter(expire_le__gte=jour)


@pghistory.track()
class Derogation(models.Model):
    """Opens the window of one file again, with a reason, an author and an expiry."""

    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.PROTECT, related_name="derogations"
    )
    motif = models.TextField("motif")
    accordee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    accordee_le = models.DateTimeField("accordée le")
    expire_le = models.DateField("expire le")

    objects = DerogationQuerySet.as_manager()

    class Meta:
        verbose_name = "dérogation"
        ordering = ["-accordee_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="derogation_motivee",
                violation_error_message="Une dérogation demande un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Dérogation jusqu’au {self.expire_le:%d/%m/%Y}"
