"""Dérogations: the window opened again for one file (DOMAINE §3.2)."""

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q


class DerogationQuerySet(models.QuerySet["Derogation"]):
    def actives(self, jour: date) -> "DerogationQuerySet":
        return self.filter(expire_le__gte=jour)


class AccordeesManager(models.Manager["Derogation"]):
    """Those that hold, expired ones included: one taken back counts nowhere, whoever asks."""

    def get_queryset(self) -> DerogationQuerySet:
        return DerogationQuerySet(self.model, using=self._db).filter(retiree_le=None)


@pghistory.track()
class Derogation(models.Model):
    """Opens the window of one file again, with a reason, an author and an expiry.

    Taken back, it stays here, and counts nowhere.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.PROTECT, related_name="derogations"
    )
    motif = models.TextField("motif")
    accordee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    accordee_le = models.DateTimeField("accordée le")
    expire_le = models.DateField("expire le")
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)
    retiree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    retiree_motif = models.TextField("motif du retrait", blank=True)

    objects = AccordeesManager.from_queryset(DerogationQuerySet)()
    toutes = DerogationQuerySet.as_manager()

    class Meta:
        verbose_name = "dérogation"
        ordering = ["-accordee_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="derogation_motivee",
                violation_error_message="Une dérogation demande un motif.",
            ),
            models.CheckConstraint(
                condition=Q(retiree_le=None, retiree_par=None, retiree_motif="")
                | (Q(retiree_le__isnull=False, retiree_par__isnull=False) & ~Q(retiree_motif="")),
                name="derogation_retrait_complet",
                violation_error_message="Un retrait porte sa date, son auteur et son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Dérogation jusqu’au {self.expire_le:%d/%m/%Y}"
