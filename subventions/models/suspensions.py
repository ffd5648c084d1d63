"""What keeps a right from being paid: it stays shown with its amount, as suspended (DOMAINE §4)."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.models import Caf, Equipement


class CauseSuspension(models.TextChoices):
    """Why nothing is payable for now."""

    BILAN = "bilan", "Bilan non transmis"
    CONTROLE = "controle", "Contrôle en cours"
    PIECE = "piece", "Pièce manquante"


class SuspensionDroitQuerySet(models.QuerySet["SuspensionDroit"]):
    def en_cours(self) -> "SuspensionDroitQuerySet":
        return self.filter(levee_le__isnull=True)


@pghistory.track()
class SuspensionDroit(models.Model):
    """The rights of an équipement for an exercice are suspended, from a moment to another.

    ``suspendue_par`` and ``levee_par`` are empty when the portal did it by itself.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="+")
    equipement = models.ForeignKey(Equipement, on_delete=models.PROTECT, related_name="suspensions")
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    cause = models.CharField("cause", max_length=20, choices=CauseSuspension.choices)
    motif = models.TextField("motif")
    suspendue_le = models.DateTimeField("suspendue le")
    suspendue_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    levee_le = models.DateTimeField("levée le", null=True, blank=True)
    levee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    levee_motif = models.TextField("motif de la levée", blank=True)

    objects = SuspensionDroitQuerySet.as_manager()

    class Meta:
        verbose_name = "suspension d’un droit"
        verbose_name_plural = "suspensions de droits"
        ordering = ["-suspendue_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "annee", "cause"],
                condition=Q(levee_le__isnull=True),
                name="suspension_droit_une_par_cause",
                violation_error_message="Ce droit est déjà suspendu pour cette cause.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="suspension_droit_motivee",
                violation_error_message="Une suspension demande un motif.",
            ),
            models.CheckConstraint(
                condition=Q(levee_le__isnull=True, levee_par__isnull=True, levee_motif="")
                | (Q(levee_le__isnull=False) & ~Q(levee_motif="")),
                name="suspension_droit_levee_complete",
                violation_error_message="Une levée porte sa date et son motif.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="suspension_levee_figee",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE'
                       OR OLD.levee_le IS NOT NULL
                       OR to_jsonb(NEW) - 'levee_le' - 'levee_par_id' - 'levee_motif'
                          IS DISTINCT FROM
                          to_jsonb(OLD) - 'levee_le' - 'levee_par_id' - 'levee_motif'
                    THEN
                        RAISE EXCEPTION 'suspension d''un droit : elle se lève, et rien d''autre';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} – {self.equipement} {self.annee}"
