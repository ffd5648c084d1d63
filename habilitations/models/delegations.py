"""Delegations: what a Caf lets a partner's gestionnaire des habilitations grant (DOMAINE §2, S)."""

from datetime import date
from uuid import uuid4

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from habilitations.models.agents import Caf, en_vigueur
from habilitations.models.gestionnaires import Adhesion, Gestionnaire
from habilitations.models.signatures import ActeSigne, contrainte_de_signature


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def en_cours(self, jour: date) -> "DelegationQuerySet":
        """Those of that day that were not taken back; whether they verify is told elsewhere."""
        return self.filter(en_vigueur(jour), retire_le__isnull=True)


@pghistory.track(exclude=["signature"])
class Delegation(ActeSigne):
    """One partner of one Caf, some roles, all or some équipements, from a day to a day.

    ``niveau`` is that of the contract on the day of the signature: rights granted under it fall
    when the contract no longer says so. ``retire_le``: taken back, with its reason.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="delegations")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="delegations"
    )
    base = models.ForeignKey(Adhesion, on_delete=models.PROTECT, related_name="delegations")
    niveau = models.CharField("niveau du contrat", max_length=20, choices=Adhesion.Mode.choices)
    roles = ArrayField(models.CharField(max_length=30), verbose_name="rôles")
    tous_equipements = models.BooleanField("tous les équipements", default=False)
    equipements = models.ManyToManyField(
        "habilitations.Equipement", blank=True, related_name="delegations"
    )
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    retire_le = models.DateTimeField("retirée le", null=True, blank=True)
    retire_motif = models.TextField("motif du retrait", blank=True)
    retire_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reference = models.UUIDField("référence", unique=True, default=uuid4, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "délégation"
        ordering = ["caf", "gestionnaire", "-du", "pk"]
        constraints = [
            contrainte_de_signature("delegation"),
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")),
                name="delegation_dates_ordonnees",
                violation_error_message="La date de fin précède la date de début.",
            ),
            models.CheckConstraint(
                condition=Q(roles__len__gt=0),
                name="delegation_de_roles",
                violation_error_message="Une délégation porte sur un rôle au moins.",
            ),
            models.CheckConstraint(
                condition=Q(retire_le__isnull=True, retire_motif="", retire_par__isnull=True)
                | (Q(retire_le__isnull=False, retire_par__isnull=False) & ~Q(retire_motif="")),
                name="delegation_retrait_complet",
                violation_error_message="Un retrait porte sa date, son motif et son auteur.",
            ),
            ExclusionConstraint(
                name="delegation_une_seule",
                expressions=[
                    ("caf", RangeOperators.EQUAL),
                    ("gestionnaire", RangeOperators.EQUAL),
                    (
                        Func(
                            F("du"),
                            F("au"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(retire_le__isnull=True),
                violation_error_message="Une autre délégation de ce partenaire couvre ces dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gestionnaire} – {self.caf}"


@pghistory.track(
    pghistory.InsertEvent("equipement.delegue"),
    pghistory.DeleteEvent("equipement.retire"),
    obj_field=None,
)
class EquipementDelegue(Delegation.equipements.through):  # type: ignore[name-defined, misc]
    """An équipement that a delegation covers: history follows it like the delegation itself."""

    class Meta:
        proxy = True
        verbose_name = "équipement couvert par une délégation"
        verbose_name_plural = "équipements couverts par une délégation"

    def __str__(self) -> str:
        return f"{self.delegation} – {self.equipement}"
