"""Typing for a partner who cannot: opened by an adviser, with a reason (DOMAINE §2, H)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

UTILISATEUR = settings.AUTH_USER_MODEL


class SaisieAssisteeQuerySet(models.QuerySet["SaisieAssistee"]):
    def ouvertes(self) -> "SaisieAssisteeQuerySet":
        return self.filter(close_le__isnull=True)


@pghistory.track()
class SaisieAssistee(models.Model):
    """From ``ouverte_le`` to ``close_le``, the adviser of a file types in the partner's place.

    Shown on the file, in the timeline and on the receipt. It never gives the right to approve, and
    ends by itself when the declaration is sent.
    """

    declaration = models.ForeignKey(
        "declarations.Declaration", on_delete=models.PROTECT, related_name="saisies_assistees"
    )
    motif = models.TextField("motif")
    ouverte_le = models.DateTimeField("ouverte le")
    ouverte_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    close_le = models.DateTimeField("close le", null=True, blank=True)

    objects = SaisieAssisteeQuerySet.as_manager()

    class Meta:
        verbose_name = "saisie pour le partenaire"
        verbose_name_plural = "saisies pour le partenaire"
        ordering = ["ouverte_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"],
                condition=Q(close_le__isnull=True),
                name="saisie_assistee_ouverte_unique",
                violation_error_message="La saisie pour le partenaire est déjà ouverte.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="saisie_assistee_motivee",
                violation_error_message="Saisir pour un partenaire demande un motif.",
            ),
            models.CheckConstraint(
                condition=Q(close_le__isnull=True) | Q(close_le__gte=models.F("ouverte_le")),
                name="saisie_assistee_dates_ordonnees",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"Saisie pour le partenaire – {self.declaration}"
