"""Which profile of acomptes a Caf applies to a dispositif, from an exercice to another."""

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from habilitations.models import Caf, Dispositif
from habilitations.models.droits import FONCTIONS_EQUIPEMENTS
from habilitations.permissions import Acteur
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN, libelle_exercice


class CodeProfil(models.TextChoices):
    """The profiles that a Caf may choose; what each pays is in ``acomptes/profils.toml``."""

    DEUX_FOIS_35 = "deux_fois_35", "70 % en deux fois"
    REEL_N2 = "reel_n2", "Réel N-2"
    UNE_FOIS_70 = "une_fois_70", "70 % en une fois"


# That of an équipement that opens during the exercice, where its Caf says so.
NOUVEL_EQUIPEMENT = "nouvel_equipement"


class ProfilCafQuerySet(models.QuerySet["ProfilCaf"]):
    def visibles_par(self, acteur: Acteur) -> "ProfilCafQuerySet":
        """Those of the Cafs at which one is an agent."""
        return self.filter(caf__in=acteur.cafs_comme(FONCTIONS_EQUIPEMENTS))

    def applicables(self, annee: int) -> "ProfilCafQuerySet":
        return self.filter(Q(fin__isnull=True) | Q(fin__gte=annee), debut__lte=annee)


@pghistory.track()
class ProfilCaf(models.Model):
    """One profile of one Caf for one dispositif; ``fin`` is empty while nothing follows it.

    ``nouveaux``: an équipement that opens during the exercice has « nouvel équipement » instead.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="profils_acomptes")
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    profil = models.CharField("profil", max_length=20, choices=CodeProfil.choices)
    nouveaux = models.BooleanField("profil propre aux équipements nouveaux", default=False)
    debut = models.PositiveSmallIntegerField("premier exercice")
    fin = models.PositiveSmallIntegerField("dernier exercice", null=True, blank=True)
    motif = models.TextField("décision")
    attribue_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    attribue_le = models.DateTimeField("décidé le")

    objects = ProfilCafQuerySet.as_manager()

    class Meta:
        verbose_name = "profil d’acomptes d’une Caf"
        verbose_name_plural = "profils d’acomptes des Caf"
        ordering = ["caf", "dispositif", "-debut"]
        constraints = [
            models.CheckConstraint(
                condition=Q(profil__in=CodeProfil.values),
                name="profil_caf_connu",
                violation_error_message="Ce profil d’acomptes est inconnu.",
            ),
            models.CheckConstraint(
                condition=Q(debut__gte=ANNEE_MIN, debut__lte=ANNEE_MAX)
                & (Q(fin__isnull=True) | Q(fin__gte=F("debut"), fin__lte=ANNEE_MAX)),
                name="profil_caf_exercices_ordonnes",
                violation_error_message="Le dernier exercice précède le premier, ou l’un des deux "
                "n’est pas une année.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="profil_caf_motive",
                violation_error_message="Un profil dit sur quelle décision il repose.",
            ),
            ExclusionConstraint(
                name="profil_caf_sans_chevauchement",
                expressions=[
                    (
                        Func(
                            F("debut"),
                            F("fin"),
                            Value("[]"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("caf", RangeOperators.EQUAL),
                    ("dispositif", RangeOperators.EQUAL),
                ],
                violation_error_message="Un profil est déjà fixé pour un de ces exercices.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dispositif_display()} – {self.get_profil_display()}"

    @property
    def exercices(self) -> str:
        """« depuis 2026 », « 2026 seulement », « de 2024 à 2025 »."""
        debut = libelle_exercice(self.dispositif, self.debut)
        if self.fin is None:
            return f"depuis {debut}"
        if self.fin == self.debut:
            return f"{debut} seulement"
        return f"de {debut} à {libelle_exercice(self.dispositif, self.fin)}"
