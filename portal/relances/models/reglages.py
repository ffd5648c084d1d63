"""What an adviser decided about the reminders of a campaign."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from declarations.models import Campagne

UTILISATEUR = settings.AUTH_USER_MODEL
LONGUEUR_PHRASE = 500


@pghistory.track()
class ReglageCampagne(models.Model):
    """What an adviser decided about the reminders of one campaign: a pause, a sentence."""

    campagne = models.OneToOneField(
        Campagne, on_delete=models.CASCADE, related_name="reglage_relances"
    )
    phrase = models.CharField("phrase ajoutée", max_length=LONGUEUR_PHRASE, blank=True)
    suspendue_le = models.DateTimeField("suspendue le", null=True, blank=True)
    suspendue_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    suspendue_motif = models.TextField("motif de la suspension", blank=True)

    class Meta:
        verbose_name = "réglage des relances d’une campagne"
        verbose_name_plural = "réglages des relances des campagnes"
        ordering = ["campagne"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    suspendue_le__isnull=True, suspendue_par__isnull=True, suspendue_motif=""
                )
                | (
                    Q(suspendue_le__isnull=False, suspendue_par__isnull=False)
                    & ~Q(suspendue_motif="")
                ),
                name="reglage_suspension_complete",
                violation_error_message="Une suspension porte sa date, son auteur et son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Relances – {self.campagne}"
