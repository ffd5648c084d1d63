"""Volets: the figures themselves, half of a version each."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from declarations.models.versions import Version
from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS
from portal.saisie.models import Feuille

UTILISATEUR = settings.AUTH_USER_MODEL


@pghistory.track()
class Volet(Feuille):
    """Half of a version: activité or finances, with its provider, progress and sign-off.

    ``champs_ouverts`` is null when all may be edited, else the chemins the correction names.
    ``a_confirmer`` names the declaration that each value carried over comes from.
    ``saisi_par_la_caf`` and ``signe_par_la_caf`` tell that an adviser did it for the partner.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="volets")
    nature = models.CharField(
        "volet", max_length=10, choices=[(ACTIVITE, "Activité"), (FINANCES, "Finances")]
    )
    champs_ouverts = models.JSONField("champs ouverts à la correction", null=True, blank=True)
    saisi_par_la_caf = models.BooleanField("saisi par la Caf pour le partenaire", default=False)
    signe_par_la_caf = models.BooleanField("signé par la Caf pour le partenaire", default=False)
    signe_le = models.DateTimeField("signé le", null=True, blank=True)
    signe_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    renvoi_motif = models.TextField("motif du renvoi par l’approbateur", blank=True)

    champs_ecrits = (*(Feuille.champs_ecrits or ()), "saisi_par_la_caf")

    class Meta:
        ordering = ["version_id", "nature"]
        constraints = [
            models.UniqueConstraint(fields=["version", "nature"], name="volet_unique"),
            models.CheckConstraint(
                condition=Q(nature__in=list(VOLETS)),
                name="volet_nature_connue",
                violation_error_message="Ce volet n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(signe_le__isnull=True, signe_par__isnull=True, signe_par_la_caf=False)
                | Q(signe_le__isnull=False, signe_par__isnull=False, renvoi_motif=""),
                name="volet_signature_complete",
                violation_error_message="Une signature porte sa date et son auteur.",
            ),
            models.CheckConstraint(
                condition=Q(signe_le__isnull=True) | Q(a_confirmer={}),
                name="volet_signe_confirme",
                violation_error_message="Un volet signé n’a plus de valeur reprise à confirmer.",
            ),
            models.CheckConstraint(
                condition=Q(modifie_le__isnull=True, modifie_par__isnull=True)
                | Q(modifie_le__isnull=False, modifie_par__isnull=False),
                name="volet_modification_complete",
                violation_error_message="Une modification porte sa date et son auteur.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="volet_envoye_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Insert,
                declare=[("envoyee", "timestamptz")],
                func="""
                    SELECT envoyee_le INTO envoyee FROM declarations_version
                     WHERE id = COALESCE(NEW.version_id, OLD.version_id);
                    IF envoyee IS NOT NULL THEN
                        RAISE EXCEPTION 'volet d''une version envoyée : il ne peut plus changer';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} – {self.get_nature_display()}"

    def est_ouvert(self, chemin: str) -> bool:
        """Tell whether the correction asked for, if any, reaches this field."""
        return self.champs_ouverts is None or chemin in self.champs_ouverts
