"""Figures that bilans have in common with the réelle: all that declarations know of bilans."""

from django.db import models
from django.db.models import Q

from habilitations.models import Equipement


class ChiffrePartage(models.Model):
    """One figure of a bilan, at the chemin of the declaration that must agree with it (C15).

    Written by the application of the bilans each time one is saved; ``adresse`` leads back to it.
    ``explication`` says why it differs, and on which two values; empty when nobody did.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.CASCADE, related_name="chiffres_partages"
    )
    equipement = models.ForeignKey(Equipement, on_delete=models.PROTECT, related_name="+")
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    chemin = models.CharField("champ de la déclaration", max_length=120)
    valeur = models.JSONField("valeur du bilan")
    libelle = models.CharField("nom du bilan", max_length=250)
    adresse = models.CharField("page du bilan", max_length=200)
    explication = models.JSONField("explication de l’écart", default=dict, blank=True)
    le = models.DateTimeField("le")

    class Meta:
        verbose_name = "chiffre partagé"
        verbose_name_plural = "chiffres partagés"
        ordering = ["dossier", "chemin"]
        indexes = [models.Index(fields=["equipement", "annee"], name="chiffre_partage_equipement")]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "chemin"], name="chiffre_partage_unique"),
            models.CheckConstraint(
                condition=~Q(valeur__in=["", []]),
                name="chiffre_partage_present",
                violation_error_message="Un chiffre partagé a une valeur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chemin} – {self.libelle}"
