"""Waves: rights suspended or withdrawn by the portal in one go, or stopped before it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models.agents import Caf, Fonction

if TYPE_CHECKING:
    from habilitations.permissions import Acteur


class VagueQuerySet(models.QuerySet["Vague"]):
    def visibles_par(self, acteur: "Acteur") -> "VagueQuerySet":
        """Those of the Cafs at which one is responsable des habilitations."""
        return self.filter(caf__in=acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS]))

    def en_attente(self) -> "VagueQuerySet":
        """Stopped, or allowed and not done yet: one at most for each Caf and kind."""
        return self.filter(etat__in=(Vague.Etat.ARRETEE, Vague.Etat.AUTORISEE))


class Vague(models.Model):
    """``nombre`` of the ``total`` rights in force of a Caf, on one day, for one reason (``genre``).

    Beyond the share that the Caf allows it stops, and waits for somebody to allow that many.
    """

    class Genre(models.TextChoices):
        REVUE_SUSPENSION = "revue_suspension", "Suspension faute de réponse à la revue"
        REVUE_RETRAIT = "revue_retrait", "Retrait faute de réponse à la revue"
        SOMMEIL = "sommeil", "Suspension de comptes en sommeil"

    class Etat(models.TextChoices):
        ARRETEE = "arretee", "Arrêtée, attend votre accord"
        AUTORISEE = "autorisee", "Autorisée, faite la nuit prochaine"
        FAITE = "faite", "Faite"

    caf = models.ForeignKey(Caf, on_delete=models.CASCADE, related_name="vagues")
    genre = models.CharField("genre", max_length=20, choices=Genre.choices)
    jour = models.DateField("jour")
    nombre = models.PositiveIntegerField("droits concernés")
    epargnes = models.PositiveIntegerField("droits épargnés", default=0)
    total = models.PositiveIntegerField("droits en vigueur de la Caf")
    part_max = models.PositiveSmallIntegerField("part permise (%)")
    etat = models.CharField("état", max_length=10, choices=Etat.choices)
    decidee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decidee_le = models.DateTimeField("autorisée le", null=True, blank=True)
    decidee_motif = models.TextField("motif de l’accord", blank=True)

    objects = VagueQuerySet.as_manager()

    class Meta:
        verbose_name = "vague"
        verbose_name_plural = "vagues"
        ordering = ["-jour", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "genre"],
                condition=Q(etat__in=("arretee", "autorisee")),
                name="vague_une_seule_en_attente",
                violation_error_message="Une vague de ce genre attend déjà.",
            ),
            models.CheckConstraint(
                condition=Q(nombre__gt=0, nombre__lte=F("total")),
                name="vague_nombre_du_total",
                violation_error_message="Une vague concerne une part des droits.",
            ),
            models.CheckConstraint(
                condition=Q(decidee_le__isnull=True, decidee_par__isnull=True, decidee_motif="")
                | (
                    Q(decidee_le__isnull=False, decidee_par__isnull=False)
                    & ~Q(decidee_motif="")
                    & ~Q(etat="arretee")
                ),
                name="vague_accord_complet",
                violation_error_message="Un accord porte sa date, son auteur et son motif.",
            ),
            models.CheckConstraint(
                condition=~Q(etat="autorisee") | Q(decidee_le__isnull=False),
                name="vague_autorisee_par_quelqu_un",
                violation_error_message="Quelqu’un autorise une vague.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} – {self.caf} – {self.jour:%d/%m/%Y}"
