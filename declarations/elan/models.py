"""ELAN: the figures of the first exercice of a CLAS project, filed there and taken up here (S)."""

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from declarations.elan.regles.saisie import LIBELLE, NUMERO_ELAN, chemin_libelle
from habilitations.models import Caf, Dispositif, Equipement, Gestionnaire
from habilitations.models.droits import dossiers_accessibles
from habilitations.permissions import Acteur
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN, libelle_exercice
from portal.saisie.models import Feuille, ValeurTypeeEcartee
from portal.saisie.regles.valeurs import Valeur

UTILISATEUR = settings.AUTH_USER_MODEL


class RepriseElanQuerySet(models.QuerySet["RepriseElan"]):
    def visibles_par(self, acteur: Acteur) -> "RepriseElanQuerySet":
        """Those of the équipements one's rights cover, and for advisers and CCD of their Caf."""
        return self.filter(dossiers_accessibles(acteur))


@pghistory.track()
class RepriseElan(Feuille):
    """The prévisionnelle filed in ELAN for the first exercice of a CLAS project, taken up.

    ``lignes`` and ``donnees`` have the shape of those of a version; names of rows and number of the
    project are typed like figures, and merged like them. ``modifie_le`` and ``modifie_par`` tell
    who took it up last. ``calcul`` is empty while the Caf has notified no collectif.
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
    calcul = models.OneToOneField(
        "subventions.Calcul", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    origine = models.CharField("origine", max_length=10, choices=Origine.choices)
    fichier_nom = models.CharField("fichier", max_length=200, blank=True)
    fichier_empreinte = models.CharField("empreinte du fichier", max_length=64, blank=True)

    objects = RepriseElanQuerySet.as_manager()

    # A save writes what comes with the figures too: computation, file, grid.
    champs_ecrits = None

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
                condition=Q(modifie_le__isnull=False, modifie_par__isnull=False),
                name="reprise_elan_modification_complete",
                violation_error_message="Une reprise porte sa date et son auteur.",
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

    @property
    def valeurs(self) -> dict[str, Valeur]:
        return _valeurs(self)

    def valeurs_a(self, revision: int) -> dict[str, Valeur]:
        evenement = self.evenement_de(revision)
        return _valeurs(evenement) if evenement else {}

    def poser(self, chemin: str, valeur: Valeur) -> None:
        if chemin == NUMERO_ELAN:
            self.numero_elan = str(valeur)
        elif chemin.startswith(LIBELLE):
            self._nommer(chemin.removeprefix(LIBELLE), str(valeur))
        else:
            super().poser(chemin, valeur)

    def _nommer(self, cle: str, libelle: str) -> None:
        """Name a row, add it at the end when it is new, withdraw it when the name is emptied."""
        if not libelle:
            self.lignes = [ligne for ligne in self.lignes if ligne["cle"] != cle]
            return
        for ligne in self.lignes:
            if ligne["cle"] == cle:
                ligne["libelle"] = libelle
                return
        self.lignes.append({"cle": cle, "libelle": libelle})


def _valeurs(reprise: Any) -> dict[str, Valeur]:
    """What a reprise, or a row of its history, holds of what is typed."""
    noms = {chemin_libelle(ligne["cle"]): ligne["libelle"] for ligne in reprise.lignes}
    return {NUMERO_ELAN: reprise.numero_elan, **noms, **reprise.donnees}


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


class ValeurEcarteeElan(ValeurTypeeEcartee):
    """What an adviser had typed in a field of a reprise and did not keep."""

    reprise = models.ForeignKey(RepriseElan, on_delete=models.PROTECT, related_name="ecartees")

    class Meta:
        verbose_name = "valeur écartée d’une reprise"
        verbose_name_plural = "valeurs écartées des reprises"
        ordering = ["le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(chemin=""),
                name="valeur_ecartee_elan_d_un_champ",
                violation_error_message="Une valeur écartée est celle d’un champ.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="ecartee_elan_figee", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chemin} – {self.reprise}"
