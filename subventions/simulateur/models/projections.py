"""Projections: what the rights of a Caf would come to with other values of the barème."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from habilitations.models import Caf, Portefeuille
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercices
from subventions.regles.parametres import DISPOSITIFS


class EtatProjection(models.TextChoices):
    """How far the worker is."""

    DEMANDEE = "demandee", "Demandée"
    CALCUL = "calcul", "En cours de calcul"
    FAITE = "faite", "Calculée"
    ECHEC = "echec", "Interrompue"


class ProjectionQuerySet(models.QuerySet["Projection"]):
    def visibles_par(self, acteur: Acteur) -> "ProjectionQuerySet":
        """One's own, at the Cafs whose files one reads today."""
        cafs = acteur.cafs_comme(FONCTIONS_INSTRUCTION)
        return self.filter(demandeur=acteur.utilisateur, caf__in=cafs)


class Projection(models.Model):
    """What the rights of a Caf for one exercice would come to with other values of the barème.

    ``essais`` maps a dispositif to the values tried by the code of their parameter;
    ``portefeuille``, when given, keeps its équipements alone. ``lignes`` are the totals by
    dispositif and portfolio (``regles.projection.Ligne``), there once computed, as ``prevision``
    is, by dispositif (``regles.prevision.Prevision``); ``enveloppe`` is in euros.
    """

    demandeur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="+")
    portefeuille = models.ForeignKey(
        Portefeuille, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    dispositifs = ArrayField(models.CharField(max_length=20), verbose_name="dispositifs")
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    essais = models.JSONField("valeurs essayées", default=dict)
    enveloppe = models.DecimalField("enveloppe", max_digits=14, decimal_places=2, null=True)
    etat = models.CharField(
        "état", max_length=10, choices=EtatProjection.choices, default=EtatProjection.DEMANDEE
    )
    total = models.PositiveIntegerField("dossiers", default=0)
    faits = models.PositiveIntegerField("dossiers calculés", default=0)
    lignes = models.JSONField("totaux par dispositif et portefeuille", default=list)
    prevision = models.JSONField("versements prévus", default=dict)
    demandee_le = models.DateTimeField("demandée le")
    calculee_le = models.DateTimeField("calculée le", null=True, blank=True)

    objects = ProjectionQuerySet.as_manager()

    class Meta:
        verbose_name = "projection"
        ordering = ["-demandee_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat__in=EtatProjection.values),
                name="projection_etat_connu",
                violation_error_message="Cet état est inconnu.",
            ),
            models.CheckConstraint(
                condition=Q(etat="faite", calculee_le__isnull=False)
                | (~Q(etat="faite") & Q(calculee_le__isnull=True)),
                name="projection_date_du_calcul",
                violation_error_message="Une projection calculée porte sa date, et elle seule.",
            ),
            models.CheckConstraint(
                condition=Q(faits__lte=F("total")),
                name="projection_avancement_borne",
                violation_error_message="Plus de dossiers calculés que de dossiers à calculer.",
            ),
            models.CheckConstraint(
                condition=Q(enveloppe__isnull=True) | Q(enveloppe__gte=0),
                name="projection_enveloppe_positive",
                violation_error_message="Une enveloppe ne peut pas être négative.",
            ),
            models.CheckConstraint(
                condition=Q(dispositifs__contained_by=list(DISPOSITIFS)) & ~Q(dispositifs=[]),
                name="projection_dispositifs_connus",
                violation_error_message="Une projection porte sur des dispositifs connus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.libelle_dispositifs} – {self.exercice}"

    @property
    def libelle_dispositifs(self) -> str:
        if len(self.dispositifs) > 1:
            return "Tous les dispositifs"
        return DISPOSITIFS[self.dispositifs[0]]

    @property
    def exercice(self) -> str:
        return libelle_exercices(self.dispositifs, self.annee)

    @property
    def est_en_cours(self) -> bool:
        return self.etat in (EtatProjection.DEMANDEE, EtatProjection.CALCUL)
