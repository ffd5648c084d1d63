"""ELAN: the figures of the first exercice of a CLAS project, filed there and taken up here (S)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.models import Caf, Dispositif, Equipement, Gestionnaire
from habilitations.models.droits import dossiers_accessibles
from habilitations.permissions import Acteur
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN, libelle_exercice

UTILISATEUR = settings.AUTH_USER_MODEL


class RepriseElanQuerySet(models.QuerySet["RepriseElan"]):
    def visibles_par(self, acteur: Acteur) -> "RepriseElanQuerySet":
        """Those of the équipements one's rights cover, and for advisers and CCD of their Caf."""
        return self.filter(dossiers_accessibles(acteur))


@pghistory.track()
class RepriseElan(models.Model):
    """The prévisionnelle filed in ELAN for the first exercice of a CLAS project, taken up.

    ``lignes`` and ``donnees`` have the shape of those of a version; ``revision`` grows by one at
    each save, which says which one it started from. ``calcul`` is empty while the Caf has notified
    no collectif.
    """

    class Origine(models.TextChoices):
        SAISIE = "saisie", "Saisie par la Caf"
        IMPORT = "import", "Importée d’un classeur"

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="reprises_elan")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="reprises_elan"
    )
    equipement = models.ForeignKey(
        Equipement, on_delete=models.PROTECT, related_name="reprises_elan"
    )
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    grille = models.CharField("grille", max_length=20)
    numero_elan = models.CharField("numéro du projet dans ELAN", max_length=30, blank=True)
    lignes = models.JSONField("collectifs", default=list)
    donnees = models.JSONField("données", default=dict)
    calcul = models.OneToOneField(
        "subventions.Calcul", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    origine = models.CharField("origine", max_length=10, choices=Origine.choices)
    fichier_nom = models.CharField("fichier", max_length=200, blank=True)
    fichier_empreinte = models.CharField("empreinte du fichier", max_length=64, blank=True)
    reprise_le = models.DateTimeField("reprise le")
    reprise_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField("révision", default=1)

    objects = RepriseElanQuerySet.as_manager()

    class Meta:
        verbose_name = "reprise d’ELAN"
        verbose_name_plural = "reprises d’ELAN"
        ordering = ["equipement", "-annee"]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "annee"],
                name="reprise_elan_unique",
                violation_error_message="Les chiffres de cet exercice sont déjà repris d’ELAN.",
            ),
            models.CheckConstraint(
                condition=Q(annee__gte=ANNEE_MIN, annee__lte=ANNEE_MAX),
                name="reprise_elan_annee_plausible",
                violation_error_message=f"L’exercice doit être compris entre {ANNEE_MIN} et "
                f"{ANNEE_MAX}.",
            ),
            models.CheckConstraint(
                condition=Q(origine="saisie", fichier_nom="", fichier_empreinte="")
                | (Q(origine="import") & ~Q(fichier_nom="") & ~Q(fichier_empreinte="")),
                name="reprise_elan_origine_complete",
                violation_error_message="Des chiffres importés portent le nom et l’empreinte de "
                "leur fichier, et eux seuls.",
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1),
                name="reprise_elan_revision_positive",
                violation_error_message="La première révision porte le numéro 1.",
            ),
            models.CheckConstraint(
                condition=~Q(lignes=[]) & ~Q(donnees={}),
                name="reprise_elan_remplie",
                violation_error_message="Une reprise comporte au moins un collectif et ses "
                "chiffres.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.libelle} – {self.equipement}"

    @property
    def exercice(self) -> str:
        return libelle_exercice(Dispositif.CLAS, self.annee)

    @property
    def libelle(self) -> str:
        """As it is named beside other figures: « Prévisionnelle 2024-2025 (ELAN) »."""
        return f"Prévisionnelle {self.exercice} (ELAN)"


class ImportElan(models.Model):
    """A workbook read and found right, which waits for its author to confirm it.

    ``contenu`` holds what it says, project by project, until it is confirmed; ``rapport`` what
    became of each project then. Only its author opens it.
    """

    depose_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    depose_le = models.DateTimeField("déposé le")
    fichier_nom = models.CharField("fichier", max_length=200)
    fichier_empreinte = models.CharField("empreinte du fichier", max_length=64)
    contenu = models.JSONField("contenu", default=list)
    # What is to be looked at before confirming: hidden rows, roundings, as sentences.
    avertissements = models.JSONField("points à vérifier", default=list)
    rapport = models.JSONField("rapport", default=list)
    confirme_le = models.DateTimeField("confirmé le", null=True, blank=True)

    class Meta:
        verbose_name = "import d’ELAN"
        verbose_name_plural = "imports d’ELAN"
        ordering = ["-depose_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(confirme_le__isnull=True, rapport=[]) & ~Q(contenu=[]))
                | (Q(confirme_le__isnull=False, contenu=[]) & ~Q(rapport=[])),
                name="import_elan_confirme_ou_en_attente",
                violation_error_message="Un import garde son contenu jusqu’à sa confirmation, puis "
                "son rapport.",
            ),
        ]

    def __str__(self) -> str:
        return self.fichier_nom
