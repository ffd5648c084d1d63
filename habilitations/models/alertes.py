"""What the Caf was told of an act that gives nothing though no act of the portal says so."""

from django.db import models
from django.db.models import Q

from habilitations.models.delegations import Delegation
from habilitations.models.droits import Habilitation
from habilitations.models.gestionnaires import Adhesion

UNE_FOIS = "Cette alerte est déjà donnée."


def _une_fois(champ: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[champ, "motif"],
        condition=Q(reglee_le__isnull=True),
        name=f"alerte_{champ}_une_fois",
        violation_error_message=UNE_FOIS,
    )


class AlerteDroit(models.Model):
    """One reason for one right, delegation or adhesion, told once.

    ``reglee_le``: when it was signed again.
    """

    droit = models.ForeignKey(
        Habilitation, on_delete=models.CASCADE, null=True, blank=True, related_name="alertes"
    )
    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, null=True, blank=True, related_name="alertes"
    )
    base = models.ForeignKey(
        Adhesion, on_delete=models.CASCADE, null=True, blank=True, related_name="alertes"
    )
    motif = models.CharField("motif", max_length=30)
    vue_le = models.DateTimeField("vue le")
    reglee_le = models.DateTimeField("réglée le", null=True, blank=True)

    class Meta:
        verbose_name = "alerte sur un droit"
        verbose_name_plural = "alertes sur les droits"
        ordering = ["-vue_le", "pk"]
        constraints = [
            _une_fois("droit"),
            _une_fois("delegation"),
            _une_fois("base"),
            models.CheckConstraint(
                condition=Q(droit__isnull=False, delegation=None, base=None)
                | Q(droit=None, delegation__isnull=False, base=None)
                | Q(droit=None, delegation=None, base__isnull=False),
                name="alerte_sur_un_acte",
                violation_error_message="Une alerte porte sur un droit, une délégation ou une "
                "adhésion.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.acte} – {self.motif}"

    @property
    def acte(self) -> Habilitation | Delegation | Adhesion:
        """What it is about."""
        acte = self.droit or self.delegation or self.base
        if acte is None:  # a constraint refuses it
            raise ValueError(f"alerte {self.pk} sans acte")
        return acte
