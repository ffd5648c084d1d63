"""Rescues: naming a manager at a partner that has lost its own, under two signatures."""

from datetime import datetime
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models.droits import FONCTIONS_EQUIPEMENTS, Habilitation
from habilitations.models.gestionnaires import Adhesion

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

UTILISATEUR = settings.AUTH_USER_MODEL
FIGES = (
    *("base_id", "email", "prenom", "nom", "telephone", "motif"),
    *("demande_par_id", "demande_le", "expire_le"),
)


class SecoursQuerySet(models.QuerySet["Secours"]):
    def visibles_par(self, acteur: "Acteur") -> "SecoursQuerySet":
        """Those of the Cafs at which one is an agent who knows of the équipements."""
        return self.filter(base__caf__in=acteur.cafs_comme(FONCTIONS_EQUIPEMENTS))

    def ouverts(self) -> "SecoursQuerySet":
        """Neither co-signed nor refused, expired or not."""
        return self.filter(cosigne_le__isnull=True, refuse_le__isnull=True)

    def a_cosigner(self, acteur: "Acteur") -> "SecoursQuerySet":
        """Those that wait for the signature of this very person."""
        attendent = self.visibles_par(acteur).ouverts().filter(expire_le__gt=acteur.maintenant)
        return attendent.exclude(demande_par=acteur.utilisateur)


@pghistory.track()
class Secours(models.Model):
    """A person proposed by one agent of the Caf, who becomes manager once a second one signs.

    ``droit`` is what the second signature granted. Neither the person nor the reason changes, and
    what is concluded stays so.
    """

    base = models.ForeignKey(Adhesion, on_delete=models.PROTECT, related_name="secours")
    email = models.EmailField("adresse électronique", max_length=254)
    prenom = models.CharField("prénom", max_length=100)
    nom = models.CharField("nom", max_length=100)
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    motif = models.TextField("motif, et ce qui a été vérifié")
    demande_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    demande_le = models.DateTimeField("demandé le")
    expire_le = models.DateTimeField("expire le")
    cosigne_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cosigne_le = models.DateTimeField("cosigné le", null=True, blank=True)
    droit = models.OneToOneField(
        Habilitation, on_delete=models.PROTECT, null=True, blank=True, related_name="secours"
    )
    refuse_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refuse_le = models.DateTimeField("refusé le", null=True, blank=True)
    refuse_motif = models.TextField("motif du refus", blank=True)

    objects = SecoursQuerySet.as_manager()

    class Meta:
        verbose_name = "secours"
        verbose_name_plural = "secours"
        ordering = ["-demande_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["base"],
                condition=Q(cosigne_le__isnull=True, refuse_le__isnull=True),
                name="secours_un_seul_ouvert",
                violation_error_message="Un secours attend déjà sa seconde signature.",
            ),
            models.CheckConstraint(
                condition=Q(expire_le__gt=F("demande_le")) & ~Q(motif="") & ~Q(email=""),
                name="secours_motive_et_borne",
                violation_error_message="Un secours nomme une personne, son motif et sa fin.",
            ),
            models.CheckConstraint(
                condition=Q(cosigne_le__isnull=True, cosigne_par__isnull=True, droit__isnull=True)
                | Q(cosigne_le__isnull=False, cosigne_par__isnull=False, droit__isnull=False),
                name="secours_cosignature_complete",
                violation_error_message="Une cosignature dit quand, par qui et quel droit.",
            ),
            models.CheckConstraint(
                condition=Q(cosigne_par__isnull=True) | ~Q(cosigne_par=F("demande_par")),
                name="secours_deux_personnes",
                violation_error_message="Une autre personne cosigne un secours.",
            ),
            models.CheckConstraint(
                condition=Q(refuse_le__isnull=True, refuse_par__isnull=True, refuse_motif="")
                | (
                    Q(refuse_le__isnull=False, refuse_par__isnull=False, cosigne_le__isnull=True)
                    & ~Q(refuse_motif="")
                ),
                name="secours_refus_complet",
                violation_error_message="Un refus porte sa date, son auteur et son motif.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="secours_garde", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="secours_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF OLD.cosigne_le IS NOT NULL OR OLD.refuse_le IS NOT NULL
                        OR ({", ".join(f"NEW.{c}" for c in FIGES)})
                        IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in FIGES)})
                    THEN
                        RAISE EXCEPTION 'secours_fige' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Secours – {self.base.gestionnaire}"

    @property
    def personne(self) -> str:
        return f"{self.prenom} {self.nom}"

    def a_expire(self, maintenant: datetime) -> bool:
        """Tell whether nobody may co-sign it any more."""
        return self.expire_le <= maintenant
