"""What was sent is frozen: answers, facts and rows, the questionnaire's version, who and when."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from bilans.models.bilans import Bilan
from habilitations.models import Gestionnaire
from portal.dossiers.models import PieceJointe


class EnvoiBilan(models.Model):
    """One sending: inserted, never changed (ground rule 6).

    ``reponses`` are those that count, chemin → value, in reading order; ``faits`` and ``lignes``
    what conditions and rows were read from; ``mentions`` names and dates as the receipt prints
    them. ``reference`` names the definition, that of the Caf's sections after it. ``empreinte`` is
    the SHA-256 of the whole. ``nom`` is who sent it, as the receipt says it.
    """

    bilan = models.ForeignKey(Bilan, on_delete=models.PROTECT, related_name="envois")
    numero = models.PositiveSmallIntegerField("numéro", default=1)
    le = models.DateTimeField("envoyé le")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    nom = models.CharField("envoyé par", max_length=200)
    gestionnaire = models.ForeignKey(Gestionnaire, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField("définition", max_length=200)
    reponses = models.JSONField("réponses", default=dict)
    faits = models.JSONField("faits", default=dict)
    lignes = models.JSONField("lignes", default=dict)
    mentions = models.JSONField("mentions du récépissé", default=dict, blank=True)
    echeance_le = models.DateField("échéance annoncée à l’envoi")
    empreinte = models.CharField("empreinte", max_length=64)

    # Papers that it was sent with, once read: ``services.empreintes``.
    pieces_lues: "list[PieceJointe] | None" = None

    class Meta:
        verbose_name = "envoi d’un bilan"
        ordering = ["bilan_id", "numero"]
        indexes = [models.Index(fields=["empreinte"], name="envoi_bilan_empreinte")]
        constraints = [
            models.UniqueConstraint(fields=["bilan", "numero"], name="envoi_bilan_numero_unique"),
            models.CheckConstraint(
                condition=Q(empreinte__regex=r"^[0-9a-f]{64}$"),
                name="envoi_bilan_empreinte_presente",
                violation_error_message="Un envoi porte son empreinte.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.bilan} – envoi {self.numero}"
