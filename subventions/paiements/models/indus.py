"""Indus: what was paid too much, claimed, given back by instalments or set off."""

from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from habilitations.models import Caf, Dispositif, Equipement, Gestionnaire
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from subventions.paiements.models.lots import Versement
from subventions.paiements.regles.etats import EN_VIGUEUR
from subventions.regles.nombres import ZERO

UTILISATEUR = settings.AUTH_USER_MODEL


class ModeIndu(models.TextChoices):
    """How an indu is recovered."""

    REMBOURSEMENT = "remboursement", "Remboursé par le partenaire"
    COMPENSATION = "compensation", "Compensé sur ses prochains versements"


class InduQuerySet(models.QuerySet["Indu"]):
    def visibles_par(self, acteur: Acteur) -> "InduQuerySet":
        """Those of the Cafs at which one reads the files."""
        return self.filter(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))

    def reclames(self) -> "InduQuerySet":
        """Not cancelled, whatever is left of them."""
        return self.filter(annule_le__isnull=True)

    def soldes(self, *, oui: bool) -> "InduQuerySet":
        """Those of which nothing is left to recover, or else those still under way."""
        recus = Remboursement.objects.filter(indu=OuterRef("pk")).values("indu")
        tenus = Imputation.objects.filter(
            indu=OuterRef("pk"), versement__etat__in=EN_VIGUEUR
        ).values("indu")
        revenu = Coalesce(Subquery(recus.annotate(s=Sum("montant")).values("s")), ZERO) + Coalesce(
            Subquery(tenus.annotate(s=Sum("montant")).values("s")), ZERO
        )
        comptes = self.annotate(revenu=revenu)
        if oui:
            return comptes.filter(montant__lte=F("revenu"))
        return comptes.filter(montant__gt=F("revenu"))

    def avec_reste(self) -> "InduQuerySet":
        """Load what ``reste`` reads, in two queries."""
        return self.prefetch_related("remboursements", "imputations__versement")


@pghistory.track()
class Indu(models.Model):
    """A claim on a partner, notified once; what is left of it is derived from what came back."""

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="indus")
    gestionnaire = models.ForeignKey(Gestionnaire, on_delete=models.PROTECT, related_name="indus")
    equipement = models.ForeignKey(Equipement, on_delete=models.PROTECT, related_name="indus")
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)
    mode = models.CharField("recouvrement", max_length=15, choices=ModeIndu.choices)
    motif = models.TextField("explication donnée au partenaire")
    notifie_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    notifie_le = models.DateTimeField("notifié le")
    annule_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    annule_le = models.DateTimeField("annulé le", null=True, blank=True)
    annule_motif = models.TextField("motif de l’annulation", blank=True)

    objects = InduQuerySet.as_manager()

    class Meta:
        verbose_name = "indu"
        ordering = ["-notifie_le", "-pk"]
        indexes = [models.Index(fields=["caf", "gestionnaire"], name="indu_partenaire")]
        constraints = [
            models.CheckConstraint(
                condition=Q(montant__gt=0) & ~Q(motif=""),
                name="indu_montant_et_motif",
                violation_error_message="Un indu a un montant positif, et dit pourquoi.",
            ),
            models.CheckConstraint(
                condition=Q(annule_le__isnull=True, annule_par__isnull=True, annule_motif="")
                | (Q(annule_le__isnull=False, annule_par__isnull=False) & ~Q(annule_motif="")),
                name="indu_annulation_complete",
                violation_error_message="Une annulation porte sa date, son auteur et son motif.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="indu_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE'
                       OR OLD.annule_le IS NOT NULL
                       OR (to_jsonb(NEW) - 'mode' - 'annule_le' - 'annule_par_id' - 'annule_motif')
                          IS DISTINCT FROM
                          (to_jsonb(OLD) - 'mode' - 'annule_le' - 'annule_par_id' - 'annule_motif')
                    THEN
                        RAISE EXCEPTION 'un indu ne se réécrit pas';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"Indu – {self.equipement} {self.exercice}"

    @property
    def exercice(self) -> str:
        return libelle_exercice(self.dispositif, self.annee)

    @property
    def rembourse(self) -> Decimal:
        """What the partner gave back, in euros."""
        return sum((r.montant for r in self.remboursements.all()), ZERO)

    @property
    def compense(self) -> Decimal:
        """What was kept of payments that count, in euros."""
        comptent = (i for i in self.imputations.all() if i.versement.etat in EN_VIGUEUR)
        return sum((i.montant for i in comptent), ZERO)

    @property
    def reste(self) -> Decimal:
        """What is left to recover, in euros, whether it is still claimed or not."""
        return self.montant - self.rembourse - self.compense

    @property
    def reference(self) -> str:
        return f"INDU{self.caf.code}-{self.pk:06d}"


class EcheanceIndu(models.Model):
    """One instalment that a partner is asked for."""

    indu = models.ForeignKey(Indu, on_delete=models.CASCADE, related_name="echeances")
    rang = models.PositiveSmallIntegerField("rang")
    le = models.DateField("à rembourser le")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "échéance d’un indu"
        verbose_name_plural = "échéances des indus"
        ordering = ["indu", "rang"]
        constraints = [
            models.UniqueConstraint(
                fields=["indu", "rang"],
                name="echeance_indu_rang_unique",
                violation_error_message="Cet indu a déjà une échéance de ce rang.",
            ),
            models.CheckConstraint(
                condition=Q(montant__gt=0),
                name="echeance_indu_positive",
                violation_error_message="Une échéance est d’un montant positif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indu} – {self.rang}"


@pghistory.track()
class Remboursement(models.Model):
    """Money that came back from a partner. ``jeton`` makes a second click harmless."""

    indu = models.ForeignKey(Indu, on_delete=models.PROTECT, related_name="remboursements")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)
    le = models.DateField("reçu le")
    jeton = models.UUIDField("jeton", unique=True)
    enregistre_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    enregistre_le = models.DateTimeField("enregistré le")

    class Meta:
        verbose_name = "remboursement"
        ordering = ["indu", "le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(montant__gt=0),
                name="remboursement_positif",
                violation_error_message="Un remboursement est d’un montant positif.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indu} – {self.montant}"


class Imputation(models.Model):
    """What a payment was lowered by against an indu; it counts while the payment does."""

    indu = models.ForeignKey(Indu, on_delete=models.PROTECT, related_name="imputations")
    versement = models.ForeignKey(Versement, on_delete=models.PROTECT, related_name="imputations")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "imputation d’un indu"
        verbose_name_plural = "imputations des indus"
        ordering = ["indu", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indu", "versement"],
                name="imputation_une_fois",
                violation_error_message="Cet indu est déjà imputé sur ce versement.",
            ),
            models.CheckConstraint(
                condition=Q(montant__gt=0),
                name="imputation_positive",
                violation_error_message="Une imputation est d’un montant positif.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="imputation_figee", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.indu} sur {self.versement}"
