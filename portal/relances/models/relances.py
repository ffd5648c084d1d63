"""A person reminded of a file at a step of a deadline, or spared it."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.dossiers.models import Dossier
from portal.relances.models.envois import Envoi
from portal.relances.regles.etapes import libelle_etape

UTILISATEUR = settings.AUTH_USER_MODEL


class RelanceQuerySet(models.QuerySet["Relance"]):
    def reglees(self) -> "RelanceQuerySet":
        """Those that settle their step: written and not withdrawn, or set aside."""
        return self.filter(retiree_le=None)

    def envoyees_sur(self, dossier: Dossier) -> "RelanceQuerySet":
        """Reminders that left, or are about to, about one file; latest first."""
        return (
            self.filter(dossier=dossier, envoi__isnull=False)
            .select_related("utilisateur", "envoi__courriel", "envoi__decide_par")
            .defer("envoi__courriel__texte", "envoi__courriel__html")
            .order_by("-envoi__courriel__cree_le", "-pk")
        )


@pghistory.track()
class Relance(models.Model):
    """One person reminded of one file at one step before or after one deadline, or spared it.

    Decided once: sent (``envoi``), or set aside by an adviser with a reason. A deadline that moves
    makes new ones. One that was written and withdrawn before it left (``retiree_le``) says why, and
    settles nothing: its step is to be told still, when it is due.
    """

    utilisateur = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="relances")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="relances")
    echeance = models.DateField("échéance")
    etape = models.SmallIntegerField("étape, en jours")
    manque = models.CharField("ce qui manque", max_length=200)
    envoi = models.ForeignKey(
        Envoi, on_delete=models.PROTECT, null=True, blank=True, related_name="relances"
    )
    ecartee_le = models.DateTimeField("écartée le", null=True, blank=True)
    ecartee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ecartee_motif = models.TextField("motif", blank=True)
    retiree_le = models.DateTimeField("retirée avant l’envoi le", null=True, blank=True)
    retiree_motif = models.CharField("motif du retrait", max_length=200, blank=True)

    objects = RelanceQuerySet.as_manager()

    class Meta:
        verbose_name = "relance"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["dossier", "echeance"], name="relance_dossier")]
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "dossier", "echeance", "etape"],
                condition=Q(retiree_le__isnull=True),
                name="relance_unique",
                violation_error_message="Cette relance est déjà partie, ou écartée.",
            ),
            models.CheckConstraint(
                condition=Q(
                    envoi__isnull=False,
                    ecartee_le__isnull=True,
                    ecartee_par__isnull=True,
                    ecartee_motif="",
                )
                | (
                    Q(envoi__isnull=True, ecartee_le__isnull=False, ecartee_par__isnull=False)
                    & ~Q(ecartee_motif="")
                ),
                name="relance_envoyee_ou_ecartee",
                violation_error_message="Une relance est envoyée, ou écartée avec son auteur, sa "
                "date et son motif.",
            ),
            models.CheckConstraint(
                condition=Q(retiree_le__isnull=True, retiree_motif="")
                | (Q(retiree_le__isnull=False, envoi__isnull=False) & ~Q(retiree_motif="")),
                name="relance_retiree_ecrite",
                violation_error_message="Seule une relance écrite se retire, avec sa date et son "
                "motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{libelle_etape(self.etape)} – {self.utilisateur} – {self.dossier}"

    @property
    def libelle_etape(self) -> str:
        return libelle_etape(self.etape)
