"""Partners: legal persons identified by their SIRET, and their adhesion to the service."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q

from habilitations.models.agents import Caf
from habilitations.models.signatures import ActeSigne, contrainte_de_signature
from habilitations.models.sirets import valider_siret


@pghistory.track()
class Gestionnaire(models.Model):
    """The partner (gestionnaire): a collectivité or an association that runs équipements."""

    class Nature(models.TextChoices):
        ASSOCIATION = "association", "Association"
        COLLECTIVITE = "collectivite", "Collectivité"

    siret = models.CharField("SIRET", max_length=14, unique=True, validators=[valider_siret])
    nom = models.CharField("nom", max_length=200)
    nature = models.CharField("nature", max_length=20, choices=Nature.choices)
    adresse = models.CharField("adresse", max_length=300, blank=True)

    class Meta:
        ordering = ["nom", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(siret__regex=r"^[0-9]{14}$"),
                name="gestionnaire_siret_14_chiffres",
                violation_error_message="Un SIRET compte 14 chiffres.",
            )
        ]

    def __str__(self) -> str:
        return self.nom


class AdhesionQuerySet(models.QuerySet["Adhesion"]):
    def actives(self, jour: date) -> "AdhesionQuerySet":
        """Adhesions complete, neither suspended nor ended on that day."""
        return self.filter(
            Q(fin_le__isnull=True) | Q(fin_le__gte=jour),
            complete_le__lte=jour,
            suspendue_le__isnull=True,
        )


@pghistory.track(exclude=["signature"])
class Adhesion(ActeSigne):
    """What one Caf holds of one partner: MCP convention, AFAS bulletin, level of delegation.

    Declarations are called once it is complete (DOMAINE §2, S), and every right granted to the
    partner's people rests on it and ends with it (H). Signed by the Caf since it is complete: one
    changed by hand gives nothing to rest on.
    """

    class Mode(models.TextChoices):
        DELEGUE = "delegue", "Gestion déléguée au partenaire"
        NON_DELEGUE = "non_delegue", "Gestion par la Caf"

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="adhesions")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="adhesions"
    )
    mode = models.CharField(
        "mode de gestion des habilitations",
        max_length=20,
        choices=Mode.choices,
        default=Mode.NON_DELEGUE,
    )
    complete_le = models.DateField("complète le", null=True, blank=True)
    suspendue_le = models.DateField("suspendue le", null=True, blank=True)
    suspendue_motif = models.TextField("motif de la suspension", blank=True)
    fin_le = models.DateField("prend fin le", null=True, blank=True)

    objects = AdhesionQuerySet.as_manager()

    class Meta:
        verbose_name = "adhésion"
        ordering = ["caf", "gestionnaire"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "gestionnaire"],
                name="adhesion_unique_par_caf",
                violation_error_message="Ce partenaire a déjà une adhésion auprès de cette Caf.",
            ),
            models.CheckConstraint(
                condition=(Q(suspendue_le__isnull=True) & Q(suspendue_motif=""))
                | (Q(suspendue_le__isnull=False) & ~Q(suspendue_motif="")),
                name="adhesion_suspension_motivee",
                violation_error_message="Une suspension demande un motif.",
            ),
            models.CheckConstraint(
                condition=Q(fin_le__isnull=True)
                | Q(complete_le__isnull=True)
                | Q(fin_le__gte=F("complete_le")),
                name="adhesion_dates_ordonnees",
                violation_error_message="La date de fin précède la date de début.",
            ),
            contrainte_de_signature("adhesion"),
        ]

    def __str__(self) -> str:
        return f"{self.gestionnaire} – {self.caf}"
