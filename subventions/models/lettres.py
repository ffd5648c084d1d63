"""Letters of right: what a right comes to, on paper, sealed once."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.socle.models import Document
from portal.socle.models.documents import SHA256
from subventions.models.droits import Droit

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

FIGES = ("droit_id", "reference", "contenu", "empreinte", "demandee_par_id", "demandee_le")


class LettreDroitQuerySet(models.QuerySet["LettreDroit"]):
    def visibles_par(self, acteur: "Acteur") -> "LettreDroitQuerySet":
        """Those of the rights that one may open; who reads their amounts is another question."""
        return self.filter(droit__in=Droit.objects.visibles_par(acteur))

    def a_sceller(self) -> "LettreDroitQuerySet":
        return self.filter(document__isnull=True)


class LettreDroit(models.Model):
    """What was told of a right on the day it was asked for.

    ``contenu`` is all that it says, ``empreinte`` its hash; ``document`` the PDF, once sealed.
    Nothing of it changes: when the right does, another letter is made.
    """

    droit = models.ForeignKey(Droit, on_delete=models.PROTECT, related_name="lettres")
    reference = models.CharField("référence", max_length=20, unique=True)
    contenu = models.JSONField("contenu")
    empreinte = models.CharField("empreinte du contenu", max_length=64, unique=True)
    demandee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    demandee_le = models.DateTimeField("demandée le")
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    serie = models.CharField("certificat du cachet", max_length=40, blank=True)

    objects = LettreDroitQuerySet.as_manager()

    class Meta:
        verbose_name = "lettre de droit"
        verbose_name_plural = "lettres de droit"
        ordering = ["-demandee_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(empreinte__regex=SHA256),
                name="lettre_droit_empreinte_presente",
                violation_error_message="Une lettre porte l’empreinte de ce qu’elle dit.",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True, serie="")
                | (Q(document__isnull=False) & Q(serie__regex=r"^[0-9a-f]{40}$")),
                name="lettre_droit_scellee_par_un_certificat",
                violation_error_message="Une lettre scellée dit par quel certificat.",
            ),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^LD-[0-9AB]{2,3}-[0-9A-Z]{8}$"),
                name="lettre_droit_reference_bien_formee",
                violation_error_message="La référence d’une lettre s’écrit LD-73-7KQ2M9XD.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="lettre_droit_gardee", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="lettre_droit_figee",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF OLD.document_id IS NOT NULL
                        OR ({", ".join(f"NEW.{c}" for c in FIGES)})
                        IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in FIGES)}) THEN
                        RAISE EXCEPTION 'lettre_droit_figee' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def est_scellee(self) -> bool:
        """Tell whether its PDF is there; until then it waits for the worker."""
        return self.document_id is not None
