"""Personal links by which a partner's representative comes to the adhesion file."""

from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

UTILISATEUR = settings.AUTH_USER_MODEL
FIGES = ("dossier_id", "courriel", "empreinte", "envoyee_par_id", "envoyee_le", "expire_le")


class InvitationAdhesionQuerySet(models.QuerySet["InvitationAdhesion"]):
    def valables(self, maintenant: datetime) -> "InvitationAdhesionQuerySet":
        """Links that still open something: neither used, revoked nor over, on a file at work."""
        return self.filter(
            utilisee_le__isnull=True,
            revoquee_le__isnull=True,
            expire_le__gt=maintenant,
            dossier__complet_le__isnull=True,
            dossier__sans_suite_le__isnull=True,
        )

    def qui_donnent_a_voir(self) -> "InvitationAdhesionQuerySet":
        """Those used and not revoked since: their persons read the file."""
        return self.filter(utilisee_le__isnull=False, revoquee_le__isnull=True)


@pghistory.track(exclude=["empreinte"])
class InvitationAdhesion(models.Model):
    """A link sent to one address for one file: it serves once, then names who came by it.

    ``empreinte`` is the hash of what the link bears, which is kept nowhere. Revoked before it
    served, it opens nothing; after, its person no longer reads the file.
    """

    dossier = models.ForeignKey(
        "habilitations.DossierAdhesion", on_delete=models.PROTECT, related_name="invitations"
    )
    courriel = models.EmailField("adresse électronique", max_length=254)
    empreinte = models.CharField("empreinte du lien", max_length=64, unique=True)
    envoyee_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    envoyee_le = models.DateTimeField("envoyée le")
    expire_le = models.DateTimeField("expire le")
    utilisateur = models.ForeignKey(
        UTILISATEUR,
        on_delete=models.PROTECT,
        related_name="invitations_adhesion",
        null=True,
        blank=True,
    )
    utilisee_le = models.DateTimeField("a servi le", null=True, blank=True)
    revoquee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revoquee_le = models.DateTimeField("révoquée le", null=True, blank=True)
    revoquee_motif = models.TextField("motif de la révocation", blank=True)

    objects = InvitationAdhesionQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation à adhérer"
        verbose_name_plural = "invitations à adhérer"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(utilisee_le__isnull=True, revoquee_le__isnull=True),
                name="invitation_adhesion_une_en_attente",
                violation_error_message="Un lien est déjà en attente pour ce dossier.",
            ),
            models.CheckConstraint(
                condition=Q(utilisee_le__isnull=True, utilisateur__isnull=True)
                | Q(utilisee_le__isnull=False, utilisateur__isnull=False),
                name="invitation_adhesion_servie_par",
                violation_error_message="Un lien qui a servi dit quand et à qui.",
            ),
            models.CheckConstraint(
                condition=Q(utilisee_le__isnull=True) | Q(utilisee_le__lte=F("expire_le")),
                name="invitation_adhesion_servie_a_temps",
                violation_error_message="Un lien ne sert plus après son terme.",
            ),
            models.CheckConstraint(
                condition=Q(revoquee_le__isnull=True, revoquee_par__isnull=True, revoquee_motif="")
                | (
                    Q(revoquee_le__isnull=False, revoquee_par__isnull=False) & ~Q(revoquee_motif="")
                ),
                name="invitation_adhesion_revocation_complete",
                violation_error_message="Une révocation porte sa date, son auteur et son motif.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="invitation_adhesion_garde", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="invitation_adhesion_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF OLD.revoquee_le IS NOT NULL
                        OR (OLD.utilisee_le IS NOT NULL AND
                            (NEW.utilisee_le, NEW.utilisateur_id)
                            IS DISTINCT FROM (OLD.utilisee_le, OLD.utilisateur_id))
                        OR ({", ".join(f"NEW.{c}" for c in FIGES)})
                        IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in FIGES)}) THEN
                        RAISE EXCEPTION 'invitation_adhesion_fige'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.courriel} – {self.dossier}"
