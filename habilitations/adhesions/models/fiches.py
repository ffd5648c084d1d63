"""The fiche d'identification of an adhesion file, as the partner types it."""

from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models

from habilitations.adhesions.regles.fiche import Fiche

UTILISATEUR = settings.AUTH_USER_MODEL


@pghistory.track()
class FicheAdhesion(models.Model):
    """What is typed of a partner for its adhesion (``regles.fiche``), section by section.

    ``saisies`` tells when each section was last saved, and by whom: a page that starts from an
    older one does not overwrite it. It no longer changes once its file is closed.
    """

    dossier = models.OneToOneField(
        "habilitations.DossierAdhesion", on_delete=models.PROTECT, related_name="fiche"
    )
    contenu = models.JSONField("contenu", default=dict)
    saisies = models.JSONField("saisies", default=dict)
    suite = models.PositiveIntegerField("prochain numéro de ligne", default=1)

    class Meta:
        verbose_name = "fiche d’identification"
        verbose_name_plural = "fiches d’identification"
        ordering = ["pk"]
        triggers = [
            pgtrigger.Trigger(
                name="fiche_adhesion_gardee",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE' THEN
                        RAISE EXCEPTION 'fiche_adhesion_gardee' USING ERRCODE = 'check_violation';
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM habilitations_dossieradhesion d WHERE d.id = NEW.dossier_id
                        AND (d.complet_le IS NOT NULL OR d.sans_suite_le IS NOT NULL)
                    ) THEN
                        RAISE EXCEPTION 'fiche_adhesion_gardee' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"Fiche – {self.dossier}"

    @property
    def lue(self) -> Fiche:
        return Fiche(self.contenu)

    @property
    def saisies_le(self) -> dict[str, datetime]:
        """When each section was last saved; those never saved are absent."""
        return {s: datetime.fromisoformat(dit["le"]) for s, dit in self.saisies.items()}

    def vue(self, section: str) -> str:
        """What a page notes of a section, to tell later whether it has changed meanwhile."""
        return str(self.saisies.get(section, {}).get("le", ""))
