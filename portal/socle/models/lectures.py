"""Readings that are told, apart from the journal: they are kept a year at most."""

import pgtrigger
from django.db import models


class LectureSensible(models.Model):
    """Who read what, when reading is not a matter of course; once per person, object and day."""

    class Action(models.TextChoices):
        DOSSIER_HORS_PORTEFEUILLE = (
            "lecture.dossier_hors_portefeuille",
            "Dossier ouvert hors de son portefeuille",
        )
        RECEPISSE = "lecture.recepisse", "Récépissé téléchargé"
        EXPORT = "lecture.export", "Liste exportée"

    action = models.CharField("action", max_length=60, choices=Action)
    personne_id = models.BigIntegerField("personne")
    personne_libelle = models.CharField("nom de la personne", max_length=220)
    objet_type = models.CharField("type d’objet", max_length=60, blank=True)
    objet_id = models.BigIntegerField("objet", null=True)
    precision = models.CharField("précision", max_length=200, blank=True)
    gestionnaire_id = models.BigIntegerField("gestionnaire", null=True)
    caf_id = models.BigIntegerField("Caf", null=True)
    jour = models.DateField("jour")
    le = models.DateTimeField("le")

    class Meta:
        verbose_name = "lecture sensible"
        verbose_name_plural = "lectures sensibles"
        ordering = ["-le", "-pk"]
        indexes = [models.Index(fields=["caf_id", "jour"], name="lecture_caf_jour")]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "personne_id",
                    "action",
                    "objet_type",
                    "objet_id",
                    "precision",
                    "caf_id",
                    "jour",
                ],
                nulls_distinct=False,
                name="lecture_une_par_jour",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="jamais_modifiee", operation=pgtrigger.Update),
            # The purge itself may not touch what the CNIL asks to keep: six months.
            pgtrigger.Protect(
                name="six_mois_gardee",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.jour > CURRENT_DATE - 180"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} – {self.personne_libelle}"
