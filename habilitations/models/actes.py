"""Actes d'habilitation: what a Caf granted to a person on one day, on paper, sealed once."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.models.agents import Caf, Fonction
from habilitations.models.droits import Role
from habilitations.models.gestionnaires import Gestionnaire
from portal.socle.models import Document
from portal.socle.models.documents import SHA256

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

FIGES = (
    "reference",
    "caf_id",
    "gestionnaire_id",
    "utilisateur_id",
    "accorde_le",
    "contenu",
    "empreinte",
    "demande_par_id",
    "demande_le",
)


def geres_par(acteur: "Acteur") -> Q:
    """Rights and acts of others that a person looks after: the Caf's responsable, those of its
    Caf; a partner's gestionnaire des habilitations, those of the partner at that Caf.
    """
    condition = Q(caf__in=acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS]))
    for droit in acteur.habilitations:
        if droit.role == Role.GESTIONNAIRE_HABILITATIONS:
            condition |= Q(caf=droit.caf_id, gestionnaire=droit.gestionnaire_id)
    return condition


class ActeHabilitationQuerySet(models.QuerySet["ActeHabilitation"]):
    def visibles_par(self, acteur: "Acteur") -> "ActeHabilitationQuerySet":
        """One's own acts, and those of the people one looks after."""
        return self.filter(Q(utilisateur=acteur.utilisateur) | geres_par(acteur))

    def a_sceller(self) -> "ActeHabilitationQuerySet":
        return self.filter(document__isnull=True)


class ActeHabilitation(models.Model):
    """The rights that a Caf granted a person, at one partner, on one day (``accorde_le``).

    ``contenu`` is all that it says, ``empreinte`` its hash; ``document`` the PDF, once sealed.
    Nothing of it changes: when rights do, another act is asked for.
    """

    reference = models.CharField("référence", max_length=20, unique=True)
    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="actes")
    gestionnaire = models.ForeignKey(Gestionnaire, on_delete=models.PROTECT, related_name="actes")
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actes"
    )
    accorde_le = models.DateField("accordés le")
    contenu = models.JSONField("contenu")
    empreinte = models.CharField("empreinte du contenu", max_length=64, unique=True)
    demande_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    demande_le = models.DateTimeField("demandé le")
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    serie = models.CharField("certificat du cachet", max_length=40, blank=True)

    objects = ActeHabilitationQuerySet.as_manager()

    class Meta:
        verbose_name = "acte d’habilitation"
        verbose_name_plural = "actes d’habilitation"
        ordering = ["-demande_le", "-pk"]
        indexes = [
            models.Index(fields=["utilisateur", "gestionnaire", "caf"], name="acte_de_la_personne")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(empreinte__regex=SHA256),
                name="acte_empreinte_presente",
                violation_error_message="Un acte porte l’empreinte de ce qu’il dit.",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True, serie="")
                | (Q(document__isnull=False) & Q(serie__regex=r"^[0-9a-f]{40}$")),
                name="acte_scelle_par_un_certificat",
                violation_error_message="Un acte scellé dit par quel certificat.",
            ),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^AH-[0-9AB]{2,3}-[0-9A-Z]{8}$"),
                name="acte_reference_bien_formee",
                violation_error_message="La référence d’un acte s’écrit AH-73-7KQ2M9XD.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="acte_garde", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="acte_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF OLD.document_id IS NOT NULL
                        OR ({", ".join(f"NEW.{c}" for c in FIGES)})
                        IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in FIGES)}) THEN
                        RAISE EXCEPTION 'acte_fige' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def est_scelle(self) -> bool:
        """Tell whether its PDF is there; until then it waits for the worker."""
        return self.document_id is not None
