"""The keys with which Cafs have signed: since when, until when, revoked from when.

Only what is said of a key stands here. Whether it is one of the Caf's is for the files and the
environment to say (``habilitations.trousseau``): a row written here by hand makes nothing hold.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models.agents import Caf


@pghistory.track()
class CleCaf(models.Model):
    """A public key of a Caf. Its name and its Caf never change; a revocation is never taken back.

    ``au``: replaced by another one; what it signed before still holds. ``revoquee_le``: from when
    on what it signed is void, decided ``revoquee_par``.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="cles")
    identifiant = models.CharField("nom de la clé", max_length=16, unique=True)
    publique = models.CharField("clé publique", max_length=43)
    du = models.DateTimeField("en usage depuis le")
    au = models.DateTimeField("remplacée le", null=True, blank=True)
    revoquee_le = models.DateTimeField("révoquée à compter du", null=True, blank=True)
    revoquee_motif = models.TextField("motif de la révocation", blank=True)
    revoquee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "clé d’une Caf"
        verbose_name_plural = "clés des Caf"
        ordering = ["caf", "-du", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf"],
                condition=Q(au__isnull=True),
                name="cle_une_seule_en_usage",
                violation_error_message="Cette Caf a déjà une clé en usage.",
            ),
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")),
                name="cle_dates_ordonnees",
                violation_error_message="La date de fin précède la date de début.",
            ),
            models.CheckConstraint(
                condition=Q(revoquee_le__isnull=True, revoquee_motif="", revoquee_par__isnull=True)
                | (
                    Q(revoquee_le__isnull=False, revoquee_par__isnull=False) & ~Q(revoquee_motif="")
                ),
                name="cle_revocation_complete",
                violation_error_message="Une révocation porte sa date, son motif et son auteur.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="cle_gardee", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="cle_immuable",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("caf", "identifiant", "publique", "du"),
            ),
            # It may only be brought forward: what was void stays void.
            pgtrigger.Protect(
                name="cle_revocation_definitive",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.revoquee_le IS NOT NULL AND "
                    "(NEW.revoquee_le IS NULL OR NEW.revoquee_le > OLD.revoquee_le)"
                ),
            ),
            pgtrigger.Protect(
                name="cle_fin_definitive",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.au IS NOT NULL AND (NEW.au IS NULL OR NEW.au > OLD.au)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caf} – {self.identifiant}"
