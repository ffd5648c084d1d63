"""Letters: what a right or an indu comes to, on paper, sealed once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.socle.models import Document
from portal.socle.models.documents import SHA256
from subventions.models.droits import Droit

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

FIGES = ("reference", "contenu", "empreinte", "demandee_par_id", "demandee_le")


class Lettre(models.Model):
    """What was told of something on the day it was asked for.

    ``contenu`` is all that it says, ``empreinte`` its hash; ``document`` the PDF, once sealed.
    Nothing of it changes: when what it tells does, another letter is made.
    """

    # The field that names what it tells, the letters its reference begins with, its name.
    SUJET: ClassVar[str]
    SIGLE: ClassVar[str]
    TITRE: ClassVar[str]

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

    class Meta:
        abstract = True
        ordering = ["-demandee_le", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def sujet(self) -> Any:
        """What it tells: its partner and its Caf are those of the letter."""
        return getattr(self, self.SUJET)

    @property
    def est_scellee(self) -> bool:
        """Tell whether its PDF is there; until then it waits for the worker."""
        return self.document_id is not None


def contraintes(prefixe: str, sigle: str) -> list[models.BaseConstraint]:
    """What the database refuses of any letter."""
    return [
        models.CheckConstraint(
            condition=Q(empreinte__regex=SHA256),
            name=f"{prefixe}_empreinte_presente",
            violation_error_message="Une lettre porte l’empreinte de ce qu’elle dit.",
        ),
        models.CheckConstraint(
            condition=Q(document__isnull=True, serie="")
            | (Q(document__isnull=False) & Q(serie__regex=r"^[0-9a-f]{40}$")),
            name=f"{prefixe}_scellee_par_un_certificat",
            violation_error_message="Une lettre scellée dit par quel certificat.",
        ),
        models.CheckConstraint(
            condition=Q(reference__regex=rf"^{sigle}-[0-9AB]{{2,3}}-[0-9A-Z]{{8}}$"),
            name=f"{prefixe}_reference_bien_formee",
            violation_error_message=f"La référence d’une lettre s’écrit {sigle}-73-7KQ2M9XD.",
        ),
    ]


def declencheurs(prefixe: str, sujet: str) -> Sequence[pgtrigger.Trigger]:
    """A letter is never deleted, nor changed but to receive its PDF, once."""
    figes = (f"{sujet}_id", *FIGES)
    return [
        pgtrigger.Protect(name=f"{prefixe}_gardee", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{prefixe}_figee",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=f"""
                    IF OLD.document_id IS NOT NULL
                        OR ({", ".join(f"NEW.{c}" for c in figes)})
                        IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in figes)}) THEN
                        RAISE EXCEPTION '{prefixe}_figee' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
        ),
    ]


class LettreDroitQuerySet(models.QuerySet["LettreDroit"]):
    def visibles_par(self, acteur: "Acteur") -> "LettreDroitQuerySet":
        """Those of the rights that one may open; who reads their amounts is another question."""
        return self.filter(droit__in=Droit.objects.visibles_par(acteur))


class LettreDroit(Lettre):
    """The letter of a right."""

    SUJET, SIGLE, TITRE = "droit", "LD", "Notification de droit"

    droit = models.ForeignKey(Droit, on_delete=models.PROTECT, related_name="lettres")

    objects = LettreDroitQuerySet.as_manager()

    class Meta(Lettre.Meta):
        abstract = False
        verbose_name = "lettre de droit"
        verbose_name_plural = "lettres de droit"
        constraints = contraintes("lettre_droit", "LD")
        triggers = declencheurs("lettre_droit", "droit")
