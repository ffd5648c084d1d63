"""A list sent to the annuaire: read, planned line by line, then confirmed or given up."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models.agents import Caf

UTILISATEUR = settings.AUTH_USER_MODEL


class EtatImport(models.TextChoices):
    """Where an import stands."""

    EXAMEN = "examen", "En cours d’examen"
    PRET = "pret", "À confirmer"
    APPLICATION = "application", "En cours d’import"
    FAIT = "fait", "Importé"
    ECHEC = "echec", "Interrompu"


class ImportAnnuaire(models.Model):
    """A file of one Caf and what becomes of it; only its author opens it.

    ``contenu`` holds the lines read until they are imported; ``vu`` is the hash of the plan that
    was looked at; ``compte`` how many lines of each issue; ``justes`` that the right lines alone
    are imported.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="imports")
    depose_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    depose_le = models.DateTimeField("déposé le")
    fichier_nom = models.CharField("fichier", max_length=200)
    fichier_empreinte = models.CharField("empreinte du fichier", max_length=64)
    contenu = models.JSONField("contenu", default=list)
    avertissements = models.JSONField("avertissements", default=list)
    etat = models.CharField(
        "état", max_length=12, choices=EtatImport.choices, default=EtatImport.EXAMEN
    )
    total = models.PositiveIntegerField("lignes")
    faites = models.PositiveIntegerField("lignes examinées", default=0)
    compte = models.JSONField("compte", default=dict)
    vu = models.CharField("empreinte du plan", max_length=64, blank=True)
    justes = models.BooleanField("les lignes justes seulement", default=False)
    fini_le = models.DateTimeField("importé le", null=True, blank=True)

    class Meta:
        verbose_name = "import de l’annuaire"
        verbose_name_plural = "imports de l’annuaire"
        ordering = ["-depose_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(faites__lte=F("total")),
                name="import_annuaire_avancement_borne",
                violation_error_message="Plus de lignes examinées que de lignes à examiner.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatImport.FAIT, fini_le__isnull=False, contenu=[])
                | (~Q(etat=EtatImport.FAIT) & Q(fini_le__isnull=True) & ~Q(contenu=[])),
                name="import_annuaire_contenu_jusqu_a_la_fin",
                violation_error_message="Un import garde ses lignes jusqu’à ce qu’il soit fait, "
                "puis sa date.",
            ),
        ]

    def __str__(self) -> str:
        return self.fichier_nom


class LigneImport(models.Model):
    """What becomes of one line, as its author reads it."""

    depot = models.ForeignKey(ImportAnnuaire, on_delete=models.CASCADE, related_name="lignes")
    rang = models.PositiveIntegerField("rang")
    feuille = models.CharField("feuille", max_length=20)
    numero = models.PositiveIntegerField("ligne")
    quoi = models.CharField("fiche", max_length=400, blank=True)
    issue = models.CharField("issue", max_length=10)
    changements = models.JSONField("changements", default=dict)
    motifs = models.JSONField("motifs", default=list)
    remarques = models.JSONField("remarques", default=list)

    class Meta:
        verbose_name = "ligne d’un import"
        verbose_name_plural = "lignes des imports"
        ordering = ["depot", "rang"]
        constraints = [
            models.UniqueConstraint(
                fields=["depot", "rang"],
                name="ligne_import_rang_unique",
                violation_error_message="Cette ligne est déjà dans le plan.",
            ),
            models.CheckConstraint(
                condition=(Q(issue="refuse") & ~Q(motifs=[]))
                | (Q(issue__in=["cree", "modifie", "identique"], motifs=[])),
                name="ligne_import_refus_motive",
                violation_error_message="Une ligne refusée dit pourquoi, et elle seule.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feuille} {self.numero}"
