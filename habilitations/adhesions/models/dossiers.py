"""Adhesion files: what a partner must sign to join a Caf."""

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.adhesions.models.pieces import PieceAdhesion
from habilitations.adhesions.regles.avancement import Avancement, Cloture, EtatPiece
from habilitations.adhesions.regles.cas import Cas
from habilitations.models.agents import Caf, Fonction
from habilitations.models.gestionnaires import Adhesion, Gestionnaire
from portal.socle.francais import de_la

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

UTILISATEUR = settings.AUTH_USER_MODEL
FIGES = (
    "caf_id",
    "gestionnaire_id",
    "adhesion_id",
    "cas",
    "objets",
    "nouveau_siret",
    "attendues",
    "mcp_signee_le",
    "afas_signe_le",
    "ouvert_par_id",
    "ouvert_le",
)


NON_CLOS = Q(complet_le__isnull=True, sans_suite_le__isnull=True)


class DossierAdhesionQuerySet(models.QuerySet["DossierAdhesion"]):
    def visibles_par(self, acteur: "Acteur") -> "DossierAdhesionQuerySet":
        """Those of the Cafs at which one is responsable des habilitations, and those that one
        follows for a partner."""
        return self.filter(
            Q(caf__in=acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS]))
            | Q(pk__in=acteur.adhesions_suivies)
        )

    def en_cours(self) -> "DossierAdhesionQuerySet":
        """Those that are neither complete nor dropped."""
        return self.filter(NON_CLOS)

    def avec_pieces(self) -> "DossierAdhesionQuerySet":
        """With all that their progress and their pages are made of, in two queries."""
        return self.select_related("caf", "gestionnaire", "adhesion").prefetch_related(
            models.Prefetch(
                "pieces",
                PieceAdhesion.objects.select_related("document", "recue_par", "decidee_par"),
            )
        )


@pghistory.track()
class DossierAdhesion(models.Model):
    """The joining of a partner at a Caf, from its opening to the day it is complete.

    ``cas`` is derived when it is opened (``regles.cas``), ``attendues`` the kinds of papers that it
    needed that day: neither changes. ``mcp_signee_le`` and ``afas_signe_le`` are what the Caf held
    on paper, when the portal did not know. ``mode`` is the level of delegation asked for. An
    avenant has no case: ``objets`` tells what it changes (``regles.avenants``).
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="dossiers_adhesion")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="dossiers_adhesion"
    )
    adhesion = models.ForeignKey(Adhesion, on_delete=models.PROTECT, related_name="dossiers")
    cas = models.CharField(
        "cas", max_length=1, choices=[(c.value, c.name) for c in Cas], blank=True
    )
    objets = models.JSONField("objets de l’avenant", default=list, blank=True)
    nouveau_siret = models.CharField("nouveau SIRET", max_length=14, blank=True)
    attendues = models.JSONField("pièces attendues")
    mcp_signee_le = models.DateField("convention MCP signée le", null=True, blank=True)
    afas_signe_le = models.DateField("bulletin AFAS signé le", null=True, blank=True)
    representant = models.CharField("représentant légal", max_length=200)
    qualite = models.CharField("qualité du représentant", max_length=100)
    courriel = models.EmailField("adresse électronique du représentant", max_length=254)
    mode = models.CharField("mode demandé", max_length=20, choices=Adhesion.Mode.choices)
    ouvert_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    ouvert_le = models.DateTimeField("ouvert le")
    complet_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    complet_le = models.DateTimeField("complet le", null=True, blank=True)
    sans_suite_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sans_suite_le = models.DateTimeField("classé sans suite le", null=True, blank=True)
    sans_suite_motif = models.TextField("motif du classement", blank=True)

    objects = DossierAdhesionQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier d’adhésion"
        verbose_name_plural = "dossiers d’adhésion"
        ordering = ["-ouvert_le", "-pk"]
        indexes = [models.Index(fields=["caf", "-ouvert_le"], name="dossier_adhesion_de_la_caf")]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "gestionnaire"],
                condition=NON_CLOS,
                name="dossier_adhesion_un_seul_en_cours",
                violation_error_message="Un dossier d’adhésion est déjà ouvert pour ce partenaire.",
            ),
            models.CheckConstraint(
                condition=~Q(attendues=[]),
                name="dossier_adhesion_pieces_attendues",
                violation_error_message="Un dossier d’adhésion attend au moins une pièce.",
            ),
            models.CheckConstraint(
                condition=~Q(representant="") & ~Q(qualite="") & ~Q(courriel=""),
                name="dossier_adhesion_representant",
                violation_error_message="Indiquez le représentant légal, sa qualité et "
                "son adresse.",
            ),
            models.CheckConstraint(
                condition=(Q(objets=[]) & ~Q(cas="")) | (~Q(objets=[]) & Q(cas="")),
                name="dossier_adhesion_cas_ou_avenant",
                violation_error_message="Un dossier a un cas, ou les objets d’un avenant.",
            ),
            models.CheckConstraint(
                condition=Q(nouveau_siret="") | Q(nouveau_siret__regex=r"^[0-9]{14}$"),
                name="dossier_adhesion_nouveau_siret",
                violation_error_message="Un SIRET compte 14 chiffres.",
            ),
            models.CheckConstraint(
                condition=Q(afas_signe_le__isnull=True) | Q(mcp_signee_le__isnull=False),
                name="dossier_adhesion_afas_apres_mcp",
                violation_error_message="Un bulletin AFAS suppose une convention MCP.",
            ),
            models.CheckConstraint(
                condition=Q(complet_le__isnull=True, complet_par__isnull=True)
                | Q(
                    complet_le__isnull=False, complet_par__isnull=False, sans_suite_le__isnull=True
                ),
                name="dossier_adhesion_complet_signe",
                violation_error_message="Un dossier complet dit quand et par qui, et n’est pas "
                "classé sans suite.",
            ),
            models.CheckConstraint(
                condition=Q(
                    sans_suite_le__isnull=True, sans_suite_par__isnull=True, sans_suite_motif=""
                )
                | (
                    Q(sans_suite_le__isnull=False, sans_suite_par__isnull=False)
                    & ~Q(sans_suite_motif="")
                ),
                name="dossier_adhesion_sans_suite_motive",
                violation_error_message="Un classement sans suite porte sa date, son auteur et son "
                "motif.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="dossier_adhesion_garde", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="dossier_adhesion_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF OLD.complet_le IS NOT NULL OR OLD.sans_suite_le IS NOT NULL
                        OR ({", ".join(f"NEW.{c}" for c in FIGES)})
                        IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in FIGES)}) THEN
                        RAISE EXCEPTION 'dossier_adhesion_fige' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Adhésion {de_la(self.gestionnaire.nom)} – {self.caf}"

    @property
    def cloture(self) -> Cloture:
        if self.complet_le:
            return Cloture.COMPLETE
        return Cloture.SANS_SUITE if self.sans_suite_le else Cloture.AUCUNE

    @property
    def dernieres_pieces(self) -> dict[str, "PieceAdhesion"]:
        """The last paper received of each kind; ``pieces`` prefetched, no query."""
        return {piece.genre: piece for piece in self.pieces.all()}

    @property
    def avancement(self) -> Avancement:
        """How far it has come, from the last paper of each kind."""
        recues = self.dernieres_pieces
        etats = {c: recues[c].etat if c in recues else EtatPiece.ATTENDUE for c in self.attendues}
        return Avancement(etats, self.cloture)
