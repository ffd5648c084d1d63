"""Coherence checks: thresholds, justifications, and the results kept at each passage."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from declarations.models.versions import Version
from habilitations.models import Dispositif
from portal.socle import marques


@pghistory.track()
class SeuilControle(models.Model):
    """A threshold, editable, with its source and mark (DOMAINE §3.4)."""

    code = models.CharField("code", max_length=40, unique=True)
    valeur = models.DecimalField("valeur", max_digits=14, decimal_places=2)
    unite = models.CharField("unité", max_length=20, blank=True)
    libelle = models.CharField("libellé", max_length=200)
    source = models.CharField("source", max_length=200)
    marque = models.CharField(
        "marque",
        max_length=1,
        choices=marques.CHOIX,
    )

    class Meta:
        verbose_name = "seuil de contrôle"
        verbose_name_plural = "seuils de contrôle"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class MotifJustification(models.TextChoices):
    """Typed reasons for a figure out of the ordinary (H).

    One that is no longer offered (« lieux ») stays: what was justified with it is still read.
    """

    ACTIVITE = "activite", "Évolution réelle de l’activité"
    COLLECTIF = "collectif_supplementaire", "Collectif supplémentaire"
    COLLECTIF_EN_MOINS = "collectif_en_moins", "Collectif en moins"
    OUVERTURE = "ouverture", "Ouverture d’un lieu ou d’un service"
    FERMETURE = "fermeture", "Fermeture d’un lieu ou d’un service, même pour un temps"
    DEMENAGEMENT = "demenagement", "Déménagement ou travaux"
    POSTE_VACANT = "poste_vacant", "Poste vacant"
    DEPART = "depart", "Départ ou absence d’une personne"
    RECRUTEMENT = "recrutement", "Recrutement ou remplacement"
    ORGANISATION = "organisation", "Changement d’organisation ou de personnel"
    PERIMETRE = "perimetre", "Changement de périmètre ou de convention"
    EXCEPTIONNEL = "exceptionnel", "Événement exceptionnel"
    EXERCICE_PRECEDENT = "exercice_precedent", "Erreur dans la déclaration de comparaison"
    AUTRE = "autre", "Autre motif"
    LIEUX = "lieux", "Ouverture, fermeture ou déménagement d’un lieu"

    @classmethod
    def offerts(cls, dispositif: str, actuel: str = "") -> list[tuple[str, str]]:
        """Choices for a declaration: those of its dispositif, and the one already written."""
        absents = _RETIRES if dispositif == Dispositif.CLAS else _RETIRES | _DES_COLLECTIFS
        return [(v, libelle) for v, libelle in cls.choices if v not in absents or v == actuel]


_RETIRES = {MotifJustification.LIEUX.value}
_DES_COLLECTIFS = {
    MotifJustification.COLLECTIF.value,
    MotifJustification.COLLECTIF_EN_MOINS.value,
}


@pghistory.track()
class Justification(models.Model):
    """A typed reason and a text for one constat; it holds as long as its two figures do."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="justifications")
    cle = models.CharField("constat", max_length=200)
    motif = models.CharField("motif", max_length=30, choices=MotifJustification.choices)
    texte = models.TextField("explication", max_length=2000)
    valeur = models.CharField("valeur justifiée", max_length=60, blank=True)
    reference = models.CharField("référence", max_length=60, blank=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    le = models.DateTimeField("le")

    class Meta:
        ordering = ["version_id", "cle"]
        constraints = [
            models.UniqueConstraint(fields=["version", "cle"], name="justification_unique"),
            models.CheckConstraint(
                condition=~Q(texte=""),
                name="justification_texte_present",
                violation_error_message="Une justification demande une explication.",
            ),
            models.CheckConstraint(
                condition=Q(motif__in=MotifJustification.values),
                name="justification_motif_connu",
                violation_error_message="Ce motif n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cle} – {self.get_motif_display()}"


class PassageControles(models.Model):
    """Results kept: what the checks said at a sign-off or at the sending, with justifications."""

    class Moment(models.TextChoices):
        SIGNATURE = "signature", "À la signature d’un volet"
        ENVOI = "envoi", "À la transmission"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="passages")
    moment = models.CharField("moment", max_length=20, choices=Moment.choices)
    volet = models.CharField("volet", max_length=10, blank=True)
    le = models.DateTimeField("le")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    constats = models.JSONField("constats", default=list)

    class Meta:
        verbose_name = "passage des contrôles"
        verbose_name_plural = "passages des contrôles"
        ordering = ["le", "pk"]
        triggers = [
            pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.version} – {self.get_moment_display()}"
