"""Frozen computations: what the engine gave, with all it started from, never rewritten."""

import hashlib
import json
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from habilitations.models import Caf, Equipement, Gestionnaire
from habilitations.models.droits import dossiers_accessibles
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from subventions.regles.estimation import BAREME_NON_PUBLIE, EN_ATTENTE, ESTIME, STATUTS, Estimation
from subventions.regles.moteurs import MOTEUR
from subventions.regles.parametres import DISPOSITIFS

STATUTS_FIGES = (ESTIME, BAREME_NON_PUBLIE, EN_ATTENTE)


class CalculQuerySet(models.QuerySet["Calcul"]):
    def visibles_par(self, acteur: Acteur) -> "CalculQuerySet":
        """Computations of the équipements one's rights cover, and for advisers of their Caf.

        That a person knows of one does not mean that they read its amount: the application that
        asked for it knows whom its figures are kept from.
        """
        return self.filter(dossiers_accessibles(acteur))


class Calcul(models.Model):
    """One computation, insert-only; its ``empreinte`` proves that nothing moved since."""

    gestionnaire = models.ForeignKey(Gestionnaire, on_delete=models.PROTECT, related_name="calculs")
    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="calculs")
    equipement = models.ForeignKey(
        Equipement, on_delete=models.PROTECT, null=True, blank=True, related_name="calculs"
    )
    dispositif = models.CharField("dispositif", max_length=20, choices=list(DISPOSITIFS.items()))
    annee = models.PositiveSmallIntegerField("exercice")
    statut = models.CharField("statut", max_length=20, choices=list(STATUTS.items()))
    montant = models.DecimalField("montant", max_digits=18, decimal_places=2, null=True)
    donnees = models.JSONField("données")
    bareme = models.JSONField("barème", default=list)
    etapes = models.JSONField("étapes", default=list)
    manquants = models.JSONField("paramètres manquants", default=list)
    mesures = models.JSONField("mesures", default=dict)
    moteur = models.PositiveSmallIntegerField("version du moteur", default=MOTEUR)
    empreinte = models.CharField("empreinte", max_length=64)
    cree_le = models.DateTimeField("calculé le", default=timezone.now)

    objects = CalculQuerySet.as_manager()

    class Meta:
        verbose_name = "calcul"
        ordering = ["-cree_le", "-pk"]
        indexes = [
            models.Index(fields=["gestionnaire", "annee"], name="calcul_gestionnaire"),
            models.Index(fields=["caf", "annee"], name="calcul_caf"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(statut__in=STATUTS_FIGES),
                name="calcul_statut_fige",
                violation_error_message="Des données à corriger ne se figent pas.",
            ),
            models.CheckConstraint(
                condition=Q(statut=ESTIME, montant__isnull=False)
                | (~Q(statut=ESTIME) & Q(montant__isnull=True)),
                name="calcul_montant_si_estime",
                violation_error_message="Un montant accompagne une estimation, et elle seule.",
            ),
            models.CheckConstraint(
                condition=Q(montant__isnull=True) | Q(montant__gte=0),
                name="calcul_montant_positif",
                violation_error_message="Un montant calculé n’est jamais négatif.",
            ),
            models.CheckConstraint(
                condition=Q(dispositif__in=list(DISPOSITIFS)),
                name="calcul_dispositif_connu",
                violation_error_message="Ce dispositif est inconnu.",
            ),
            models.CheckConstraint(
                condition=Q(empreinte__regex=r"^[0-9a-f]{64}$"),
                name="calcul_empreinte_sha256",
                violation_error_message="L’empreinte du calcul est mal formée.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="ajout_seul", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        exercice = libelle_exercice(self.dispositif, self.annee)
        return f"{self.get_dispositif_display()} – {exercice} – {self.gestionnaire}"

    @property
    def estimation_faite(self) -> bool:
        """False when no amount could be computed: ``statut`` tells why."""
        return self.statut == ESTIME

    @property
    def estimation(self) -> Estimation:
        """The computation as the engine gave it."""
        return Estimation.depuis_json(
            {
                "statut": self.statut,
                "montant": None if self.montant is None else str(self.montant),
                "etapes": self.etapes,
                "manquants": self.manquants,
                "erreurs": [],
                "mesures": self.mesures,
                "bareme": self.bareme,
            }
        )

    def contenu(self) -> dict[str, Any]:
        """All that was frozen, as plain data: what it started from, barème, steps, amount.

        The first version of the engine is not told: what was hashed before there were others.
        """
        moteur = {} if self.moteur == 1 else {"moteur": self.moteur}
        return {
            **moteur,
            "gestionnaire": self.gestionnaire_id,
            "caf": self.caf_id,
            "equipement": self.equipement_id,
            "dispositif": self.dispositif,
            "annee": self.annee,
            "statut": self.statut,
            "montant": None if self.montant is None else str(self.montant),
            "donnees": self.donnees,
            "bareme": self.bareme,
            "etapes": self.etapes,
            "manquants": self.manquants,
            "mesures": self.mesures,
        }

    def calculer_empreinte(self) -> str:
        """SHA-256 of all that was frozen, written in one canonical way."""
        canonique = json.dumps(
            self.contenu(), sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return hashlib.sha256(canonique.encode()).hexdigest()

    @property
    def est_intact(self) -> bool:
        return self.empreinte == self.calculer_empreinte()
