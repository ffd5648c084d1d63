"""Documents: files handed in, never changed. No foreign key points upward: plain ids."""

import pgtrigger
from django.db import models
from django.db.models import Q

SHA256 = r"^[0-9a-f]{64}$"


class Document(models.Model):
    """A file handed in: what it is, who handed it in, and its hash. Inserted, never changed.

    About no partner (the source of a barème value), it has no ``gestionnaire_id``; about no Caf
    either, no ``caf_id``. Its content is on disk under ``chemin``, a name that tells nothing. Who
    may read it is known of the application that refers to it.
    """

    identifiant = models.UUIDField("identifiant", unique=True)
    nom = models.CharField("nom du fichier", max_length=150)
    taille = models.PositiveIntegerField("taille en octets")
    type = models.CharField("type constaté", max_length=10)
    sha256 = models.CharField("empreinte", max_length=64)
    depose_par_id = models.BigIntegerField("déposé par")
    gestionnaire_id = models.BigIntegerField("gestionnaire", null=True)
    caf_id = models.BigIntegerField("Caf", null=True)
    depose_le = models.DateTimeField("déposé le")

    class Meta:
        verbose_name = "document"
        ordering = ["-depose_le", "-pk"]
        indexes = [
            models.Index(fields=["gestionnaire_id", "depose_le"], name="document_gestionnaire"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(taille__gt=0) & ~Q(nom=""),
                name="document_contenu_present",
                violation_error_message="Un document a un nom et un contenu.",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256),
                name="document_empreinte_presente",
                violation_error_message="Un document porte l’empreinte de son contenu.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.nom

    @property
    def chemin(self) -> str:
        """Where its content is, in the storage of documents."""
        brut = self.identifiant.hex
        return f"{brut[:2]}/{brut}"
