"""Calendar: rules, and the windows they give (DOMAINE §3.2)."""

from datetime import date

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from declarations.regles import grille
from declarations.regles.calendrier import Fenetre
from habilitations.models import Caf, Dispositif
from habilitations.regles.exercices import libelle_exercice
from portal.socle import marques


class Nature(models.TextChoices):
    """The natures that grids know, as choices of a field."""

    PREVISIONNELLE = grille.PREVISIONNELLE, grille.LIBELLES_NATURE[grille.PREVISIONNELLE]
    ACTUALISEE = grille.ACTUALISEE, grille.LIBELLES_NATURE[grille.ACTUALISEE]
    REELLE = grille.REELLE, grille.LIBELLES_NATURE[grille.REELLE]


def _jour() -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(31)]
    )


def _mois() -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(12)]
    )


class RegleCalendrier(models.Model):
    """Rule that gives the dates of a window for any exercice.

    Each date is a day, a month and a year offset counted from ``annee``, the year in which the
    exercice begins. National when ``caf`` is empty; a Caf's own rule wins over it.
    """

    caf = models.ForeignKey(
        Caf, on_delete=models.CASCADE, null=True, blank=True, related_name="regles_calendrier"
    )
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    nature = models.CharField("nature", max_length=20, choices=Nature.choices)
    numero = models.PositiveSmallIntegerField("numéro (actualisée)", default=0)
    ouverture_jour, ouverture_mois = _jour(), _mois()
    ouverture_decalage = models.SmallIntegerField("décalage d’année de l’ouverture", default=0)
    echeance_jour, echeance_mois = _jour(), _mois()
    echeance_decalage = models.SmallIntegerField("décalage d’année de l’échéance", default=0)
    delai_saisie = models.PositiveSmallIntegerField(
        "jours de saisie après l’échéance",
        default=30,
        help_text="0 : la saisie s’arrête le jour de l’échéance.",
    )
    source = models.CharField("source", max_length=200)
    marque = models.CharField(
        "marque",
        max_length=1,
        choices=marques.CHOIX,
    )

    class Meta:
        verbose_name = "règle de calendrier"
        verbose_name_plural = "règles de calendrier"
        ordering = ["dispositif", "nature", "numero", "caf"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "dispositif", "nature", "numero"],
                name="regle_calendrier_unique",
                nulls_distinct=False,
                violation_error_message="Cette règle de calendrier existe déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dispositif_display()} – {self.get_nature_display()}"


class CampagneQuerySet(models.QuerySet["Campagne"]):
    def a_lancer(self, jour: date) -> "CampagneQuerySet":
        """Windows open on that day: their declarations are to be called, now or for latecomers.

        Actualisées are left aside: an adviser chooses who is called (S).
        """
        return self.filter(ouvre_le__lte=jour, ferme_le__gte=jour).exclude(nature=Nature.ACTUALISEE)


@pghistory.track()
class Campagne(models.Model):
    """The window of one nature of declaration, for one exercice and dispositif, at one Caf.

    Three dates: opening, announced deadline (``echeance_le``), end of entry (``ferme_le``). The
    end of each day counts, Europe/Paris.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="campagnes")
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    nature = models.CharField("nature", max_length=20, choices=Nature.choices)
    numero = models.PositiveSmallIntegerField("numéro (actualisée)", default=0)
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    ouvre_le = models.DateField("ouverture")
    echeance_le = models.DateField("échéance annoncée")
    ferme_le = models.DateField("fin de saisie")
    exceptionnelle = models.BooleanField(
        "fenêtre exceptionnelle", default=False, help_text="Dates hors des règles du calendrier."
    )

    objects = CampagneQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        ordering = ["-annee", "dispositif", "nature", "numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "dispositif", "nature", "numero", "annee"],
                name="campagne_unique",
                violation_error_message="Cette campagne existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(ouvre_le__lte=F("echeance_le")) & Q(echeance_le__lte=F("ferme_le")),
                name="campagne_dates_ordonnees",
                violation_error_message="L’ouverture précède l’échéance, qui précède la fin de "
                "saisie.",
            ),
            models.CheckConstraint(
                condition=(Q(nature=Nature.ACTUALISEE) & Q(numero__gte=1))
                | (~Q(nature=Nature.ACTUALISEE) & Q(numero=0)),
                name="campagne_numero_actualisee",
                violation_error_message="Seules les actualisées sont numérotées.",
            ),
        ]

    def __str__(self) -> str:
        exercice = libelle_exercice(self.dispositif, self.annee)
        return f"{self.get_nature_display()} {exercice} – {self.get_dispositif_display()}"

    @property
    def fenetre(self) -> Fenetre:
        """Its dates, as the rules read them."""
        return Fenetre(self.ouvre_le, self.echeance_le, self.ferme_le)
