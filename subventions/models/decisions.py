"""Decisions: an amount that an adviser accepts beside the one computed, with its reason."""

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from subventions.droits.regles.decisions import CLOSES, LIBELLES, OUVERTES, EtatDecision
from subventions.models.droits import Droit

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

UTILISATEUR = settings.AUTH_USER_MODEL
# What is written once.
FIGES = (
    *("droit_id", "montant_accepte", "motif", "proposee_par_id", "proposee_le"),
    *("seuil", "a_confirmer"),
)


class DecisionDroitQuerySet(models.QuerySet["DecisionDroit"]):
    def visibles_par(self, acteur: "Acteur") -> "DecisionDroitQuerySet":
        """Those of the rights that one may open."""
        return self.filter(droit__in=Droit.objects.visibles_par(acteur))

    def ouvertes(self) -> "DecisionDroitQuerySet":
        """Proposed or in force: one at most for a right."""
        return self.filter(etat__in=OUVERTES)

    def en_attente(self) -> "DecisionDroitQuerySet":
        return self.filter(etat=EtatDecision.PROPOSEE)


@pghistory.track()
class DecisionDroit(models.Model):
    """One decision, never edited: it is confirmed, refused, withdrawn, or goes with its right.

    ``seuil`` is the threshold as it was that day, euros; ``a_confirmer`` tells that the amount
    moves by more, and that a second person signs before it has any effect.
    """

    droit = models.ForeignKey(Droit, on_delete=models.PROTECT, related_name="decisions")
    montant_accepte = models.DecimalField("montant accepté", max_digits=18, decimal_places=2)
    motif = models.TextField("motif")
    seuil = models.DecimalField("seuil de la deuxième signature", max_digits=12, decimal_places=2)
    a_confirmer = models.BooleanField("demande une deuxième signature")
    etat = models.CharField(
        "état", max_length=20, choices=[(e.value, LIBELLES[e]) for e in EtatDecision]
    )
    proposee_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    proposee_le = models.DateTimeField("proposée le")
    confirmee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmee_le = models.DateTimeField("confirmée le", null=True, blank=True)
    close_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    close_le = models.DateTimeField("refusée, retirée ou caduque le", null=True, blank=True)
    close_motif = models.TextField("motif de la fin", blank=True)

    objects = DecisionDroitQuerySet.as_manager()

    class Meta:
        verbose_name = "décision sur un droit"
        verbose_name_plural = "décisions sur les droits"
        ordering = ["-proposee_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["droit"],
                condition=Q(etat__in=OUVERTES),
                name="decision_droit_une_seule",
                violation_error_message="Une décision est déjà prise ou proposée pour ce droit.",
            ),
            models.CheckConstraint(
                condition=Q(montant_accepte__gte=0),
                name="decision_droit_montant_positif",
                violation_error_message="Un montant accepté n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="decision_droit_motivee",
                violation_error_message="Une décision demande un motif.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[e.value for e in EtatDecision]),
                name="decision_droit_etat_connu",
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(confirmee_par__isnull=True) | ~Q(confirmee_par=F("proposee_par")),
                name="decision_droit_deux_personnes",
                violation_error_message="Une autre personne confirme une décision.",
            ),
            models.CheckConstraint(
                condition=Q(confirmee_par__isnull=True, confirmee_le__isnull=True)
                | Q(confirmee_par__isnull=False, confirmee_le__isnull=False, a_confirmer=True),
                name="decision_droit_confirmation_complete",
                violation_error_message="Une confirmation porte sa date et son auteur.",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatDecision.EN_VIGUEUR.value)
                | Q(a_confirmer=False)
                | Q(confirmee_le__isnull=False),
                name="decision_droit_effet_signe",
                violation_error_message="Au-delà du seuil, une décision n’a d’effet qu’une fois "
                "confirmée.",
            ),
            models.CheckConstraint(
                condition=(Q(etat__in=CLOSES, close_le__isnull=False) & ~Q(close_motif=""))
                | Q(
                    etat__in=OUVERTES,
                    close_le__isnull=True,
                    close_par__isnull=True,
                    close_motif="",
                ),
                name="decision_droit_fin_complete",
                violation_error_message="Une décision close porte sa date et son motif.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="decision_droit_gardee", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="decision_droit_figee",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF OLD.close_le IS NOT NULL
                       OR ({", ".join(f"NEW.{c}" for c in FIGES)})
                          IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in FIGES)})
                       OR (OLD.confirmee_le IS NOT NULL
                           AND (NEW.confirmee_le, NEW.confirmee_par_id)
                               IS DISTINCT FROM (OLD.confirmee_le, OLD.confirmee_par_id))
                    THEN
                        RAISE EXCEPTION 'decision_droit_figee' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Décision – {self.droit}"

    @property
    def est_en_vigueur(self) -> bool:
        return self.etat == EtatDecision.EN_VIGUEUR

    @property
    def attend_une_signature(self) -> bool:
        return self.etat == EtatDecision.PROPOSEE
