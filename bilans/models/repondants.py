"""Respondents without an account: who answers a bilan by a personal link."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from bilans.models.bilans import Bilan

UTILISATEUR = settings.AUTH_USER_MODEL


class RepondantQuerySet(models.QuerySet["Repondant"]):
    def valables(self, jour: date) -> "RepondantQuerySet":
        """Those whose link opens something on that day."""
        return self.filter(revoque_le__isnull=True, expire_le__gte=jour)


@pghistory.track()
class Repondant(models.Model):
    """One person asked to answer one bilan; ``serie`` grows each time a new link replaces theirs.

    ``utilisateur`` is who signs what they type: the account of this address when there is one,
    else a row that can neither log in nor ask for a password (it is not active). A link gives no
    right but on this bilan.
    """

    cle = models.UUIDField("clé du lien", default=uuid.uuid4, unique=True, editable=False)
    bilan = models.ForeignKey(Bilan, on_delete=models.PROTECT, related_name="repondants")
    utilisateur = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, related_name="reponses_par_lien"
    )
    serie = models.PositiveSmallIntegerField("série du lien", default=1)
    invite_le = models.DateTimeField("invité le")
    invite_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    expire_le = models.DateField("expire le")
    ouvert_le = models.DateTimeField("ouvert le", null=True, blank=True)
    relance_le = models.DateTimeField("dernier rappel le", null=True, blank=True)
    revoque_le = models.DateTimeField("révoqué le", null=True, blank=True)
    revoque_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RepondantQuerySet.as_manager()

    class Meta:
        verbose_name = "répondant"
        ordering = ["bilan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bilan"],
                condition=Q(revoque_le__isnull=True),
                name="repondant_un_par_bilan",
                violation_error_message="Une personne répond déjà à ce questionnaire.",
            ),
            models.CheckConstraint(
                condition=Q(revoque_le__isnull=True, revoque_par__isnull=True)
                | Q(revoque_le__isnull=False, revoque_par__isnull=False),
                name="repondant_revocation_complete",
                violation_error_message="Une révocation porte sa date et son auteur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – {self.bilan}"

    @property
    def est_revoque(self) -> bool:
        return self.revoque_le is not None


class CodeAppareil(models.Model):
    """A code sent to the address of a respondent, for one device to be trusted: never kept in
    clear. ``utilise_le`` is when it opened the link."""

    repondant = models.ForeignKey(Repondant, on_delete=models.CASCADE, related_name="codes")
    empreinte = models.CharField("empreinte du code", max_length=64)
    envoye_le = models.DateTimeField("envoyé le")
    essais = models.PositiveSmallIntegerField("essais", default=0)
    utilise_le = models.DateTimeField("utilisé le", null=True, blank=True)

    class Meta:
        verbose_name = "code d’appareil"
        ordering = ["-envoye_le", "-pk"]

    def __str__(self) -> str:
        return f"Code du {self.envoye_le:%d/%m/%Y} – {self.repondant_id}"
