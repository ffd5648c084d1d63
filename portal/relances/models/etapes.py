"""On which days reminders leave: the national steps, those a Caf adds or stops."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from habilitations.models import Caf
from portal.relances.regles.etapes import JOURS_MAX, libelle_etape
from portal.socle import marques


class EtapeRelanceQuerySet(models.QuerySet["EtapeRelance"]):
    def par_caf(self) -> "Etapes":
        """All the steps, ready to be asked for by Caf; one query."""
        return Etapes(list(self))


class Etapes:
    """Steps in force: the national ones, each of which a Caf may stop, and those it adds."""

    def __init__(self, lignes: "list[EtapeRelance]") -> None:
        self._actives: dict[int | None, dict[int, bool]] = {None: {}}
        for etape in lignes:
            self._actives.setdefault(etape.caf_id, {})[etape.jours] = etape.active

    def de(self, caf_id: int) -> tuple[int, ...]:
        """Days counted from the deadline, in order: (-30, -15, -7, -1, 1, 7)."""
        actives = self._actives[None] | self._actives.get(caf_id, {})
        return tuple(sorted(jours for jours, active in actives.items() if active))


@pghistory.track()
class EtapeRelance(models.Model):
    """A day on which a reminder leaves, counted from the deadline; national when without Caf."""

    caf = models.ForeignKey(
        Caf, on_delete=models.CASCADE, null=True, blank=True, related_name="etapes_relance"
    )
    jours = models.SmallIntegerField(
        "jours",
        validators=[MinValueValidator(-JOURS_MAX), MaxValueValidator(JOURS_MAX)],
        help_text="À compter de l’échéance : -15 pour quinze jours avant, 1 pour le lendemain.",
    )
    active = models.BooleanField(
        "active", default=True, help_text="Décochée, l’étape nationale ne vaut pas pour cette Caf."
    )
    source = models.CharField("source", max_length=200)
    marque = models.CharField(
        "marque",
        max_length=1,
        choices=marques.CHOIX,
    )

    objects = EtapeRelanceQuerySet.as_manager()

    class Meta:
        verbose_name = "étape de relance"
        verbose_name_plural = "étapes de relance"
        ordering = ["jours", "caf"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "jours"],
                name="etape_relance_unique",
                nulls_distinct=False,
                violation_error_message="Cette étape existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(jours__gte=-JOURS_MAX, jours__lte=JOURS_MAX),
                name="etape_relance_bornee",
                violation_error_message=f"Une étape est à {JOURS_MAX} jours au plus de l’échéance.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.libelle} ({self.caf or 'nationale'})"

    @property
    def libelle(self) -> str:
        return libelle_etape(self.jours)
