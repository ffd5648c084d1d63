"""What was recalled of an adhesion that waits: claimed before it is written, never doubled."""

from django.db import models


class RappelAdhesion(models.Model):
    """One step (``jours``) said about one file, since its last movement (``depuis``)."""

    dossier = models.ForeignKey(
        "habilitations.DossierAdhesion", on_delete=models.PROTECT, related_name="rappels"
    )
    depuis = models.DateField("sans mouvement depuis le")
    jours = models.PositiveSmallIntegerField("jours")
    partie = models.CharField("rappelé à", max_length=12)
    dit_le = models.DateTimeField("dit le")

    class Meta:
        verbose_name = "rappel d’adhésion"
        verbose_name_plural = "rappels d’adhésion"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "depuis", "jours"],
                name="rappel_adhesion_une_fois",
                violation_error_message="Ce rappel a déjà été écrit.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier} – {self.jours} jours"
