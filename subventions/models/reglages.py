"""What a Caf decided about its money; without a row, the default values."""

from decimal import Decimal

import pghistory
from django.db import models
from django.db.models import Q

from habilitations.models import Caf
from subventions.regles.reglages import DEFAUTS, Reglages


@pghistory.track()
class ReglageSubventions(models.Model):
    """The values of one Caf, each explained by ``subventions.regles.reglages.Reglages``."""

    caf = models.OneToOneField(Caf, on_delete=models.CASCADE, related_name="reglage_subventions")
    seuil_decision = models.DecimalField(
        "Écart, en euros, au-delà duquel une décision demande une deuxième signature",
        max_digits=12,
        decimal_places=2,
        default=DEFAUTS.seuil_decision,
        help_text="Entre le montant accepté et le montant calculé. À confirmer : aucun texte "
        "ne le fixe. Zéro : toute décision est signée à deux.",
    )

    class Meta:
        verbose_name = "réglage des subventions d’une Caf"
        verbose_name_plural = "réglages des subventions"
        constraints = [
            models.CheckConstraint(
                condition=Q(seuil_decision__gte=Decimal(0)),
                name="reglage_subventions_seuil_positif",
                violation_error_message="Un seuil n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Réglages – {self.caf}"

    @property
    def reglages(self) -> Reglages:
        return Reglages(seuil_decision=self.seuil_decision)


def reglages_de(caf_id: int) -> Reglages:
    """What applies at a Caf today; one query."""
    regle = ReglageSubventions.objects.filter(caf=caf_id).first()
    return regle.reglages if regle else DEFAUTS
