"""An équipement that passes from a gestionnaire to another."""

from collections.abc import Collection
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models.equipements import Equipement
from habilitations.models.gestionnaires import Gestionnaire

UTILISATEUR = settings.AUTH_USER_MODEL


class TransfertEquipementQuerySet(models.QuerySet["TransfertEquipement"]):
    def prevus(self) -> "TransfertEquipementQuerySet":
        """Transfers decided, neither applied nor cancelled."""
        return self.filter(effectif_le__isnull=True, annule_le__isnull=True)

    def effectifs(self) -> "TransfertEquipementQuerySet":
        """Transfers that took place."""
        return self.filter(effectif_le__isnull=False)

    def equipements_quittes(self, gestionnaires: Collection[int]) -> list[int]:
        """Ids of équipements that passed from these gestionnaires to another; no query for none."""
        if not gestionnaires:
            return []
        partis = self.effectifs().filter(de__in=gestionnaires)
        return list(partis.values_list("equipement", flat=True))

    def dus(self, jour: date) -> "TransfertEquipementQuerySet":
        """Planned transfers whose day has come, those of missed days included."""
        return self.prevus().filter(le__lte=jour)


@pghistory.track()
class TransfertEquipement(models.Model):
    """An équipement passes to another SIRET on a date: history stays, rights do not follow (H).

    ``effectif_le`` is the moment it was applied; until then it is only planned, and may be
    cancelled (``annule_le``).
    """

    equipement = models.ForeignKey(Equipement, on_delete=models.PROTECT, related_name="transferts")
    de = models.ForeignKey(Gestionnaire, on_delete=models.PROTECT, related_name="+")
    vers = models.ForeignKey(Gestionnaire, on_delete=models.PROTECT, related_name="+")
    le = models.DateField("à compter du")
    motif = models.TextField("motif")
    decide_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    decide_le = models.DateTimeField("décidé le")
    effectif_le = models.DateTimeField("effectif le", null=True, blank=True)
    annule_le = models.DateTimeField("annulé le", null=True, blank=True)
    annule_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TransfertEquipementQuerySet.as_manager()

    class Meta:
        verbose_name = "transfert d’équipement"
        verbose_name_plural = "transferts d’équipements"
        ordering = ["equipement", "-le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement"],
                condition=Q(effectif_le__isnull=True, annule_le__isnull=True),
                name="transfert_un_seul_prevu",
                violation_error_message="Un transfert de cet équipement est déjà prévu.",
            ),
            models.CheckConstraint(
                condition=~Q(de=F("vers")),
                name="transfert_vers_un_autre",
                violation_error_message="L’équipement est déjà à ce gestionnaire.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="transfert_motive",
                violation_error_message="Un transfert demande un motif.",
            ),
            models.CheckConstraint(
                condition=Q(annule_le__isnull=True, annule_par__isnull=True)
                | Q(annule_le__isnull=False, annule_par__isnull=False, effectif_le__isnull=True),
                name="transfert_annulation_complete",
                violation_error_message="Une annulation porte sa date et son auteur, et ne "
                "concerne qu’un transfert à venir.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.de} → {self.vers}"
