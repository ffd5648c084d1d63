"""Totals of the checks, arrested each night for the nation (docs/decisions/0077)."""

from django.db import models
from django.db.models import F, Q

from habilitations.models import Caf, Dispositif


class ArreteReleves(models.Model):
    """When the totals of a Caf were last counted; its row is there even when all are zero."""

    caf = models.OneToOneField(
        Caf, on_delete=models.PROTECT, primary_key=True, related_name="arrete_releves"
    )
    le = models.DateTimeField("arrêtés le")

    class Meta:
        verbose_name = "arrêté des relevés"
        verbose_name_plural = "arrêtés des relevés"
        ordering = ["caf"]

    def __str__(self) -> str:
        return f"{self.caf} – {self.le:%d/%m/%Y %H:%M}"


class ReleveControles(models.Model):
    """What became of the constats of one check, for one dispositif of one Caf, as it was arrested.

    Replaced as a whole with the row of ``ArreteReleves``; written by ``services.releves`` alone.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="+")
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    code = models.CharField("contrôle", max_length=40)
    constats = models.PositiveIntegerField("constats")
    transmissions = models.PositiveIntegerField("transmissions")
    justifies = models.PositiveIntegerField("justifiés")
    acceptes = models.PositiveIntegerField("acceptés")
    en_attente = models.PositiveIntegerField("en attente de décision")

    class Meta:
        verbose_name = "relevé d’un contrôle"
        verbose_name_plural = "relevés des contrôles"
        ordering = ["caf", "dispositif", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "dispositif", "code"],
                name="releve_controles_unique",
                violation_error_message="Ce relevé existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(transmissions__lte=F("constats"), justifies__lte=F("constats")),
                name="releve_controles_bornes",
                violation_error_message="Un relevé compte au plus ses constats.",
            ),
            models.CheckConstraint(
                condition=Q(justifies__gte=F("acceptes") + F("en_attente")),
                name="releve_controles_justifies",
                violation_error_message="Ce qui est accepté ou en attente est justifié.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caf} – {self.dispositif} – {self.code}"
