"""Versions of a declaration, never overwritten once sent, and why one was asked for again."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.models import Gestionnaire

if TYPE_CHECKING:
    from declarations.models.volets import Volet
    from portal.dossiers.models import PieceJointe
    from subventions.models import Calcul

UTILISATEUR = settings.AUTH_USER_MODEL


class Version(models.Model):
    """One version of a declaration: at first, after a correction, or rectificative.

    On sending, everything is frozen together: volets, rows, grid reference, computation, checks
    with their justifications, and the ``empreinte`` of the whole (DOMAINE §3.1). ``gestionnaire``
    is then the partner who sent it: an équipement may pass to another SIRET afterwards.
    ``mentions`` holds names and dates as the receipt prints them; ``formule`` says how the hash is
    made (``services.empreintes``).
    """

    class Origine(models.TextChoices):
        INITIALE = "initiale", "Première version"
        CORRECTION = "correction", "Correction demandée par la Caf"
        RECTIFICATIVE = "rectificative", "Déclaration rectificative"

    declaration = models.ForeignKey(
        "declarations.Declaration", on_delete=models.PROTECT, related_name="versions"
    )
    numero = models.PositiveSmallIntegerField("numéro", default=1)
    origine = models.CharField(
        "origine", max_length=20, choices=Origine.choices, default=Origine.INITIALE
    )
    grille = models.CharField("grille", max_length=20)
    lignes = models.JSONField("lieux, postes ou collectifs", default=list)
    cree_le = models.DateTimeField("créée le")
    envoyee_le = models.DateTimeField("envoyée le", null=True, blank=True)
    envoyee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    calcul = models.OneToOneField(
        "subventions.Calcul", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    echeance_le = models.DateField("échéance annoncée à l’envoi", null=True, blank=True)
    mentions = models.JSONField("mentions du récépissé", default=dict, blank=True)
    formule = models.PositiveSmallIntegerField("formule de l’empreinte", default=1)
    empreinte = models.CharField("empreinte", max_length=64, blank=True)
    validee_le = models.DateTimeField("validée le", null=True, blank=True)
    validee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Papers that it was sent with, once read: ``services.contenu.papiers``.
    pieces_lues: "list[PieceJointe] | None" = None

    class Meta:
        ordering = ["declaration_id", "numero"]
        indexes = [
            # A receipt is looked for by its hash, from a page open to all.
            models.Index(
                fields=["empreinte"], name="version_empreinte", condition=~Q(empreinte="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "numero"], name="version_numero_unique"),
            models.CheckConstraint(
                condition=Q(
                    envoyee_le__isnull=True,
                    envoyee_par__isnull=True,
                    gestionnaire__isnull=True,
                    echeance_le__isnull=True,
                    empreinte="",
                    calcul__isnull=True,
                )
                | (
                    Q(
                        envoyee_le__isnull=False,
                        envoyee_par__isnull=False,
                        gestionnaire__isnull=False,
                        echeance_le__isnull=False,
                        calcul__isnull=False,
                    )
                    & ~Q(empreinte="")
                ),
                name="version_envoi_complet",
                violation_error_message="Un envoi porte sa date, son auteur, son gestionnaire, "
                "son calcul et son empreinte.",
            ),
            models.CheckConstraint(
                condition=Q(validee_le__isnull=True, validee_par__isnull=True)
                | Q(validee_le__isnull=False, validee_par__isnull=False, envoyee_le__isnull=False),
                name="version_validation_complete",
                violation_error_message="Une validation porte sur une version envoyée, avec sa "
                "date et son auteur.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="version_envoyee_figee",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__envoyee_le__isnull=False),
                func="""
                    IF TG_OP = 'DELETE'
                       OR to_jsonb(NEW) - 'validee_le' - 'validee_par_id'
                          IS DISTINCT FROM to_jsonb(OLD) - 'validee_le' - 'validee_par_id'
                       OR (OLD.validee_le IS NOT NULL
                           AND (NEW.validee_le, NEW.validee_par_id)
                               IS DISTINCT FROM (OLD.validee_le, OLD.validee_par_id))
                    THEN
                        RAISE EXCEPTION 'version envoyée : elle ne peut plus être modifiée';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.declaration} – version {self.numero}"

    @property
    def est_envoyee(self) -> bool:
        return self.envoyee_le is not None

    @property
    def derniere_envoyee(self) -> int:
        """Number of the last version sent when this one is at work, 0 for none."""
        return self.numero if self.est_envoyee else self.numero - 1

    @property
    def calcul_fige(self) -> "Calcul":
        """The computation frozen with it. Raises ValueError before it is sent."""
        if self.calcul is None:
            raise ValueError(f"{self} : rien n’est calculé avant l’envoi")
        return self.calcul

    @property
    def titre_montant(self) -> str:
        """What its amount is called: no estimate any more, once validated."""
        return "Montant validé" if self.validee_le else "Subvention estimée"

    @property
    def est_correction(self) -> bool:
        return self.origine != self.Origine.INITIALE

    def volet(self, nature: str) -> "Volet":
        """Return one volet among those already loaded with ``volets``."""
        return next(v for v in self.volets.all() if v.nature == nature)

    @property
    def donnees(self) -> dict[str, str | list[str]]:
        """Figures of both volets together, by chemin."""
        return {c: v for volet in self.volets.all() for c, v in volet.donnees.items()}

    @property
    def a_confirmer(self) -> dict[str, str]:
        """Values carried over and not confirmed yet, of both volets: chemin → where from."""
        return {c: d for volet in self.volets.all() for c, d in volet.a_confirmer.items()}

    @property
    def volets_signes(self) -> frozenset[str]:
        return frozenset(v.nature for v in self.volets.all() if v.signe_le)


class DemandeCorrection(models.Model):
    """Why version n goes back: reason, reach and due date; ``version`` is the new one, n+1."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="demandes_origine")
    motif = models.TextField("motif")
    demandee_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    demandee_le = models.DateTimeField("demandée le")
    pour_le = models.DateField("à corriger pour le")
    volets = models.JSONField("volets concernés", default=list)
    champs = models.JSONField("champs concernés", default=list)
    satisfaite_le = models.DateTimeField("satisfaite le", null=True, blank=True)

    class Meta:
        verbose_name = "demande de correction"
        ordering = ["-demandee_le", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version"], name="demande_correction_unique"),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="demande_correction_motivee",
                violation_error_message="Une demande de correction demande un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Correction demandée pour {self.version}"
