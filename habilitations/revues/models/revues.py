"""Yearly reviews: what each partner says of each person who has access (DOMAINE §2, H)."""

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from habilitations.models.actes import geres_par
from habilitations.models.agents import Caf, Fonction
from habilitations.models.droits import Role
from habilitations.models.gestionnaires import Adhesion, Gestionnaire

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

UTILISATEUR = settings.AUTH_USER_MODEL


class Reponse(models.TextChoices):
    """What is said of a person."""

    CONTINUE = "continue", "Continue"
    PART = "part", "Part le…"
    RETIRER = "retirer", "À retirer"


class RevueQuerySet(models.QuerySet["Revue"]):
    def ouvertes(self) -> "RevueQuerySet":
        return self.filter(close_le__isnull=True)

    def visibles_par(self, acteur: "Acteur") -> "RevueQuerySet":
        """Those of the Cafs at which one is responsable des habilitations."""
        return self.filter(caf__in=acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS]))


@pghistory.track()
class Revue(models.Model):
    """The review of one Caf for one year. Its dates were set when it opened, and stay.

    ``echeance_le`` is the last day to answer; what nobody answered for is suspended from
    ``suspension_le`` on, and withdrawn from ``retrait_le`` on. ``ouverte_par``: None, the portal.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="revues")
    annee = models.PositiveSmallIntegerField("année")
    ouverte_le = models.DateField("ouverte le")
    echeance_le = models.DateField("échéance")
    suspension_le = models.DateField("suspension à compter du")
    retrait_le = models.DateField("retrait à compter du")
    ouverte_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    close_le = models.DateTimeField("close le", null=True, blank=True)

    objects = RevueQuerySet.as_manager()

    class Meta:
        verbose_name = "revue des droits"
        verbose_name_plural = "revues des droits"
        ordering = ["-annee", "caf"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "annee"],
                name="revue_une_par_an",
                violation_error_message="Cette Caf a déjà sa revue de l’année.",
            ),
            models.UniqueConstraint(
                fields=["caf"],
                condition=Q(close_le__isnull=True),
                name="revue_une_seule_ouverte",
                violation_error_message="Une revue de cette Caf est déjà ouverte.",
            ),
            models.CheckConstraint(
                condition=Q(echeance_le__gte=F("ouverte_le"))
                & Q(suspension_le__gt=F("echeance_le"))
                & Q(retrait_le__gt=F("suspension_le")),
                name="revue_dates_ordonnees",
                violation_error_message="L’ouverture, l’échéance, la suspension et le retrait se "
                "suivent.",
            ),
        ]

    def __str__(self) -> str:
        return f"Revue des droits {self.annee} – {self.caf}"


class RevuePartenaireQuerySet(models.QuerySet["RevuePartenaire"]):
    def visibles_par(self, acteur: "Acteur") -> "RevuePartenaireQuerySet":
        """The Caf's responsable, the partner's managers, its approbateurs where it has none."""
        condition = geres_par(acteur)
        for droit in acteur.habilitations:
            if droit.role == Role.APPROBATEUR:
                condition |= Q(
                    par_approbateurs=True, caf=droit.caf_id, gestionnaire=droit.gestionnaire_id
                )
        return self.filter(condition)

    def ouvertes(self) -> "RevuePartenaireQuerySet":
        return self.filter(revue__close_le__isnull=True)

    def avec_comptes(self) -> "RevuePartenaireQuerySet":
        """Annotated with ``personnes``, ``restantes`` (without answer) and ``suspendues``."""
        sans = Q(lignes__reponse="")
        return self.annotate(
            personnes=Count("lignes"),
            restantes=Count("lignes", filter=sans),
            suspendues=Count("lignes", filter=sans & Q(lignes__suspendue_le__isnull=False)),
        )


class RevuePartenaire(models.Model):
    """The part of one partner. ``etape``: the last reminder told, in days from the deadline.

    ``par_approbateurs``: it had no manager when the review opened, so its approbateurs answer.
    """

    revue = models.ForeignKey(Revue, on_delete=models.CASCADE, related_name="partenaires")
    base = models.ForeignKey(Adhesion, on_delete=models.PROTECT, related_name="revues")
    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="+")
    gestionnaire = models.ForeignKey(Gestionnaire, on_delete=models.PROTECT, related_name="+")
    par_approbateurs = models.BooleanField("répondue par les approbateurs", default=False)
    etape = models.SmallIntegerField("dernier rappel, en jours", null=True, blank=True)
    etape_le = models.DateField("dernier rappel le", null=True, blank=True)

    objects = RevuePartenaireQuerySet.as_manager()

    class Meta:
        verbose_name = "revue d’un partenaire"
        verbose_name_plural = "revues des partenaires"
        ordering = ["revue", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revue", "base"],
                name="revue_partenaire_une_fois",
                violation_error_message="Ce partenaire est déjà dans cette revue.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revue} – {self.gestionnaire}"


@pghistory.track()
class LigneRevue(models.Model):
    """What is said of one person at one partner; nothing yet while ``reponse`` is empty.

    ``suspendue_le``, ``retiree_le``: what the portal did for want of an answer. ``epargnee``: it
    left something to them, which nobody else would have held.
    """

    partenaire = models.ForeignKey(RevuePartenaire, on_delete=models.CASCADE, related_name="lignes")
    utilisateur = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    reponse = models.CharField("réponse", max_length=10, choices=Reponse.choices, blank=True)
    part_le = models.DateField("part le", null=True, blank=True)
    repondue_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    repondue_le = models.DateTimeField("répondue le", null=True, blank=True)
    suspendue_le = models.DateTimeField("suspendue le", null=True, blank=True)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)
    epargnee = models.BooleanField("épargnée", default=False)

    class Meta:
        verbose_name = "personne dans une revue"
        verbose_name_plural = "personnes dans une revue"
        ordering = ["partenaire", "pk"]
        indexes = [
            models.Index(fields=["partenaire"], condition=Q(reponse=""), name="revue_sans_reponse")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partenaire", "utilisateur"],
                name="revue_personne_une_fois",
                violation_error_message="Cette personne est déjà dans cette revue.",
            ),
            models.CheckConstraint(
                condition=Q(reponse="", repondue_par__isnull=True, repondue_le__isnull=True)
                | (~Q(reponse="") & Q(repondue_par__isnull=False, repondue_le__isnull=False)),
                name="revue_reponse_complete",
                violation_error_message="Une réponse dit quand et par qui.",
            ),
            models.CheckConstraint(
                condition=(Q(reponse=Reponse.PART) & Q(part_le__isnull=False))
                | (~Q(reponse=Reponse.PART) & Q(part_le__isnull=True)),
                name="revue_depart_date",
                violation_error_message="Un départ porte sa date, et lui seul.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partenaire} – {self.utilisateur}"
