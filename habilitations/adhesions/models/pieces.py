"""Papers received for an adhesion, each accepted or refused by the Caf."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.adhesions.regles.avancement import EtatPiece
from portal.socle.models import Document

UTILISATEUR = settings.AUTH_USER_MODEL


class PieceAdhesion(models.Model):
    """A paper received, of one kind: to be looked at, then accepted or refused with a reason.

    One that is refused stays, another one is received. An acceptance may be taken back while the
    file is open, a refusal may not: the partner was told.
    """

    class Decision(models.TextChoices):
        A_PRENDRE = "", "À vérifier"
        ACCEPTEE = "acceptee", "Acceptée"
        REFUSEE = "refusee", "Refusée"

    dossier = models.ForeignKey(
        "habilitations.DossierAdhesion", on_delete=models.PROTECT, related_name="pieces"
    )
    genre = models.CharField("genre", max_length=40)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    jeton = models.UUIDField("jeton du formulaire")
    recue_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    recue_le = models.DateTimeField("reçue le")
    decision = models.CharField("décision", max_length=10, choices=Decision.choices, blank=True)
    decidee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decidee_le = models.DateTimeField("décidée le", null=True, blank=True)
    motif = models.TextField("motif du refus", blank=True)

    class Meta:
        verbose_name = "pièce d’adhésion"
        verbose_name_plural = "pièces d’adhésion"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "recue_par", "jeton"],
                name="piece_adhesion_jeton_unique",
                violation_error_message="Cette pièce est déjà reçue.",
            ),
            models.UniqueConstraint(
                fields=["dossier", "genre"],
                condition=~Q(decision="refusee"),
                name="piece_adhesion_une_par_genre",
                violation_error_message="Une pièce de ce genre est déjà reçue.",
            ),
            models.CheckConstraint(
                condition=Q(
                    decision="", decidee_par__isnull=True, decidee_le__isnull=True, motif=""
                )
                | Q(
                    decision="acceptee",
                    decidee_par__isnull=False,
                    decidee_le__isnull=False,
                    motif="",
                )
                | (
                    Q(decision="refusee", decidee_par__isnull=False, decidee_le__isnull=False)
                    & ~Q(motif="")
                ),
                name="piece_adhesion_decision_complete",
                violation_error_message="Une décision porte sa date et son auteur, un refus son "
                "motif.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="piece_adhesion_gardee",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE' THEN
                        RAISE EXCEPTION 'piece_adhesion_gardee' USING ERRCODE = 'check_violation';
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM habilitations_dossieradhesion d WHERE d.id = NEW.dossier_id
                        AND (d.complet_le IS NOT NULL OR d.sans_suite_le IS NOT NULL)
                    ) OR (TG_OP = 'UPDATE' AND (OLD.decision = 'refusee'
                        OR to_jsonb(NEW) - 'decision' - 'decidee_par_id' - 'decidee_le' - 'motif'
                        IS DISTINCT FROM
                        to_jsonb(OLD) - 'decision' - 'decidee_par_id' - 'decidee_le' - 'motif'))
                    THEN
                        RAISE EXCEPTION 'piece_adhesion_gardee' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.genre} – {self.dossier}"

    @property
    def etat(self) -> EtatPiece:
        return EtatPiece(self.decision or EtatPiece.A_VERIFIER)
