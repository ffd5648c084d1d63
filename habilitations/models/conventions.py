"""What the Caf writes about an équipement: its conventions, notifications and posts."""

from datetime import date
from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from habilitations.models.agents import en_vigueur
from habilitations.models.equipements import Dispositif, Equipement
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN

UTILISATEUR = settings.AUTH_USER_MODEL
COLLECTIFS_MAX = 99
ETP_MIN, ETP_MAX = Decimal("0.01"), Decimal("99.99")
NOTIFICATION_CLAS = "La notification porte sur un projet CLAS : cet équipement n’en est pas un."
POSTE_CCT = (
    "Les postes conventionnés sont ceux d’une coordination CTG : cet équipement n’en est pas une."
)


def _reserve_au_dispositif(nom: str, dispositif: str, equipement: str) -> pgtrigger.Trigger:
    """Trigger that refuses a row whose équipement is of another dispositif.

    A check constraint cannot look into another table; ``equipement`` is the SQL that gives the
    équipement of ``NEW``.
    """
    return pgtrigger.Trigger(
        name=nom,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM habilitations_equipement e
                WHERE e.id = ({equipement}) AND e.dispositif = '{dispositif}'
            ) THEN
                RAISE EXCEPTION '{nom}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (written at migration, from the constants of this module)
    )


class ConventionQuerySet(models.QuerySet["Convention"]):
    def couvrant(self, debut: date, fin: date) -> "ConventionQuerySet":
        """Conventions valid on at least one day from ``debut`` to ``fin``."""
        return self.filter(du__lte=fin, au__gte=debut)

    def en_vigueur(self, jour: date) -> "ConventionQuerySet":
        return self.filter(en_vigueur(jour))


@pghistory.track()
class Convention(models.Model):
    """Convention d'objectifs et de financement (COF): decides which exercices are called (H)."""

    equipement = models.ForeignKey(Equipement, on_delete=models.PROTECT, related_name="conventions")
    reference = models.CharField("référence", max_length=60)
    du = models.DateField("du")
    au = models.DateField("au")

    objects = ConventionQuerySet.as_manager()

    class Meta:
        verbose_name = "convention d’objectifs et de financement"
        verbose_name_plural = "conventions d’objectifs et de financement"
        ordering = ["equipement", "du"]
        constraints = [
            models.CheckConstraint(
                condition=Q(au__gte=F("du")),
                name="convention_dates_ordonnees",
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


@pghistory.track()
class Notification(models.Model):
    """The yearly letter that carries the number of collectifs financed; the COF does not (S)."""

    equipement = models.ForeignKey(
        Equipement, on_delete=models.PROTECT, related_name="notifications"
    )
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    collectifs = models.PositiveSmallIntegerField("collectifs notifiés")
    reference = models.CharField("référence du courrier", max_length=60)
    notifiee_le = models.DateField("notifiée le")
    inscrite_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    inscrite_le = models.DateTimeField("inscrite le")

    class Meta:
        ordering = ["equipement", "-annee"]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "annee"],
                name="notification_unique_par_exercice",
                violation_error_message="Cet exercice a déjà sa notification.",
            ),
            models.CheckConstraint(
                condition=Q(annee__gte=ANNEE_MIN, annee__lte=ANNEE_MAX),
                name="notification_annee_plausible",
                violation_error_message=f"L’exercice doit être compris entre {ANNEE_MIN} et "
                f"{ANNEE_MAX}.",
            ),
            models.CheckConstraint(
                condition=Q(collectifs__lte=COLLECTIFS_MAX),
                name="notification_collectifs_bornes",
                violation_error_message="Le nombre de collectifs est compris entre 0 et "
                f"{COLLECTIFS_MAX}.",
            ),
        ]
        triggers = [_reserve_au_dispositif("notification_clas", "clas", "NEW.equipement_id")]

    def __str__(self) -> str:
        return self.reference

    def clean(self) -> None:
        super().clean()
        if self.equipement.dispositif != Dispositif.CLAS:
            raise ValidationError(NOTIFICATION_CLAS)


@pghistory.track()
class PosteConventionne(models.Model):
    """A post that a CTG convention finances, and its ETP: what C14 compares with (H)."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="postes")
    intitule = models.CharField("intitulé du poste", max_length=150)
    etp = models.DecimalField(
        "ETP conventionné", max_digits=4, decimal_places=2, validators=[MinValueValidator(ETP_MIN)]
    )
    rang = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "poste conventionné"
        verbose_name_plural = "postes conventionnés"
        ordering = ["convention", "rang", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "intitule"],
                name="poste_conventionne_intitule_unique",
                violation_error_message="Cette convention a déjà un poste de cet intitulé.",
            ),
            models.CheckConstraint(
                condition=Q(etp__gt=0),
                name="poste_conventionne_etp_positif",
                violation_error_message="L’ETP conventionné est supérieur à zéro.",
            ),
        ]
        triggers = [
            _reserve_au_dispositif(
                "poste_conventionne_cct",
                "cct",
                "SELECT c.equipement_id FROM habilitations_convention c "
                "WHERE c.id = NEW.convention_id",
            )
        ]

    def __str__(self) -> str:
        return self.intitule

    def clean(self) -> None:
        super().clean()
        if self.convention.equipement.dispositif != Dispositif.CCT:
            raise ValidationError(POSTE_CCT)
