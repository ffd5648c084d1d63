"""Between the Caf and the partner on one bilan: edits, completions asked for, notes."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from bilans.models.bilans import Bilan

UTILISATEUR = settings.AUTH_USER_MODEL
AJOUT_SEUL = pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete)


class ModificationCaf(models.Model):
    """One answer edited by the Caf, shown as such to the partner: before, after, who, why (S)."""

    bilan = models.ForeignKey(Bilan, on_delete=models.PROTECT, related_name="modifications")
    chemin = models.CharField("question", max_length=200)
    avant = models.JSONField("avant")
    apres = models.JSONField("après")
    motif = models.TextField("motif")
    par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    le = models.DateTimeField("le")
    revision = models.PositiveIntegerField("révision de la feuille")

    class Meta:
        verbose_name = "modification par la Caf"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="modification_caf_motivee",
                violation_error_message="Une modification demande un motif.",
            ),
            models.UniqueConstraint(
                fields=["bilan", "chemin", "revision"], name="modification_caf_unique"
            ),
        ]
        triggers = [AJOUT_SEUL]

    def __str__(self) -> str:
        return f"{self.chemin} – {self.bilan}"


class DemandeComplement(models.Model):
    """Why a bilan goes back to its partner: reason, questions named, due date.

    ``questions`` are chemins; empty when the whole bilan is reopened.
    """

    bilan = models.ForeignKey(Bilan, on_delete=models.PROTECT, related_name="demandes")
    motif = models.TextField("motif")
    questions = models.JSONField("questions à compléter", default=list)
    demandee_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    demandee_le = models.DateTimeField("demandée le")
    pour_le = models.DateField("à compléter pour le")
    satisfaite_le = models.DateTimeField("satisfaite le", null=True, blank=True)

    class Meta:
        verbose_name = "demande de complément"
        ordering = ["-demandee_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bilan"],
                condition=Q(satisfaite_le__isnull=True),
                name="demande_complement_une_a_la_fois",
                violation_error_message="Un complément est déjà demandé.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="demande_complement_motivee",
                violation_error_message="Une demande de complément demande un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Complément demandé – {self.bilan}"


class Annotation(models.Model):
    """A note for colleagues of the Caf, on a question or (« ») the whole; no partner reads it."""

    bilan = models.ForeignKey(Bilan, on_delete=models.PROTECT, related_name="annotations")
    chemin = models.CharField("question", max_length=200, blank=True)
    texte = models.TextField("note", max_length=4000)
    par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    le = models.DateTimeField("le")
    jeton = models.UUIDField("jeton du formulaire")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bilan", "par", "jeton"],
                name="annotation_jeton_unique",
                violation_error_message="Cette note est déjà écrite.",
            ),
            models.CheckConstraint(
                condition=~Q(texte=""),
                name="annotation_texte_present",
                violation_error_message="Une note a un texte.",
            ),
        ]
        triggers = [AJOUT_SEUL]

    def __str__(self) -> str:
        return f"Note du {self.le:%d/%m/%Y} – {self.bilan}"
