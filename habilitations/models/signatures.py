"""What a right, a delegation and an adhesion have in common: the signature of a Caf."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.models.cles import CleCaf


class ActeSigne(models.Model):
    """A row of which the Caf signs the content; unsigned, it gives nothing.

    ``signee_par`` answers for it at the Caf; ``forme`` is the number of the format signed
    (``regles.contenus``), 0 when nothing is. History does not keep signatures: written back in its
    place with the row that it covered, a former one would verify.
    """

    signee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="signé par",
    )
    signee_le = models.DateTimeField("signé le", null=True, blank=True)
    cle = models.ForeignKey(
        CleCaf, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    forme = models.PositiveSmallIntegerField("forme du contenu", default=0, db_default=0)
    signature = models.CharField("signature", max_length=128, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    @property
    def est_signe(self) -> bool:
        """Tell whether somebody signed; not whether it verifies."""
        return bool(self.signature)


def contrainte_de_signature(nom: str) -> models.CheckConstraint:
    """Condition: all of a signature is there, or nothing of it."""
    rien = Q(signature="", forme=0, signee_le=None, signee_par=None, cle=None)
    tout = ~Q(signature="") & Q(
        forme__gt=0, signee_le__isnull=False, signee_par__isnull=False, cle__isnull=False
    )
    return models.CheckConstraint(
        condition=rien | tout,
        name=f"{nom}_signature_complete",
        violation_error_message="Une signature porte sa date, son auteur, sa clé et sa forme.",
    )
