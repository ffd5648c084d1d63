"""What was written to whom: one e-mail a day of reminders, one digest a week."""

from django.conf import settings
from django.db import models

from portal.socle.models import Courriel

UTILISATEUR = settings.AUTH_USER_MODEL


class Envoi(models.Model):
    """The reminders sent to one person on one day: one e-mail, whatever it lists.

    ``droits``: reviews and adhesions too, which no agent who reads files reads.
    """

    utilisateur = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, related_name="envois_relances"
    )
    jour = models.DateField("jour")
    courriel = models.OneToOneField(Courriel, on_delete=models.PROTECT, related_name="+")
    decide_par = models.ForeignKey(
        UTILISATEUR,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="envoyé sans attendre par",
    )

    droits = models.BooleanField("dit aussi ce qui attend sur les droits", db_default=False)

    class Meta:
        verbose_name = "envoi de relances"
        verbose_name_plural = "envois de relances"
        ordering = ["-jour", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "jour"],
                name="envoi_un_par_personne_et_jour",
                violation_error_message="Cette personne a déjà reçu ses rappels ce jour-là.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – {self.jour:%d/%m/%Y}"


class ResumeHebdo(models.Model):
    """The weekly digest of one adviser: one e-mail a week."""

    utilisateur = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    semaine = models.DateField("semaine du")
    # It leaves with the e-mail, once that is old (portal.socle.courriels.purger).
    courriel = models.OneToOneField(Courriel, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "résumé de la semaine"
        verbose_name_plural = "résumés de la semaine"
        ordering = ["-semaine", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "semaine"],
                name="resume_un_par_semaine",
                violation_error_message="Ce conseiller a déjà son résumé de la semaine.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – semaine du {self.semaine:%d/%m/%Y}"
