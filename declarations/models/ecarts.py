"""Values typed and then given up for that of somebody else: nothing typed is lost."""

import pgtrigger
from django.db import models
from django.db.models import Q

from declarations.models.volets import Volet
from portal.saisie.models import ValeurTypeeEcartee


class ValeurEcartee(ValeurTypeeEcartee):
    """What a person had typed in a field of a volet and did not keep.

    Read by those who read the field, like the rest of its history.
    """

    volet = models.ForeignKey(Volet, on_delete=models.PROTECT, related_name="ecartees")

    class Meta:
        verbose_name = "valeur écartée"
        verbose_name_plural = "valeurs écartées"
        ordering = ["le", "pk"]
        indexes = [models.Index(fields=["volet", "chemin"], name="valeur_ecartee_champ")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(chemin=""),
                name="valeur_ecartee_d_un_champ",
                violation_error_message="Une valeur écartée est celle d’un champ.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="ecartee_figee", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.chemin} – {self.volet}"
