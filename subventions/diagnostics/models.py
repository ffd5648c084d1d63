"""Requests for the study that prepares a CTG: expense, invoice, decision, payment."""

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models import Caf, Convention, Equipement, Gestionnaire, Role
from habilitations.models.droits import FONCTIONS_INSTRUCTION, dossiers_accessibles
from portal.socle.models import Document
from subventions.models.calcul import Calcul

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

UTILISATEUR = settings.AUTH_USER_MODEL
# Who asks at the partner: those who read its amounts.
ROLES_DIAGNOSTIC = (Role.FOURNISSEUR_FINANCES, Role.APPROBATEUR)


class EtatDiagnostic(models.TextChoices):
    """Where a request stands."""

    DEMANDE = "demande", "À décider"
    ACCEPTE = "accepte", "Accepté, à payer"
    REFUSE = "refuse", "Refusé"
    PAYE = "paye", "Payé"
    RETIRE = "retire", "Retiré par le partenaire"


OUVERTS = (EtatDiagnostic.DEMANDE, EtatDiagnostic.ACCEPTE, EtatDiagnostic.PAYE)
SUITES = {
    EtatDiagnostic.DEMANDE: (
        EtatDiagnostic.ACCEPTE,
        EtatDiagnostic.REFUSE,
        EtatDiagnostic.RETIRE,
    ),
    EtatDiagnostic.ACCEPTE: (EtatDiagnostic.PAYE,),
}
FIGES = (
    *("convention_id", "equipement_id", "gestionnaire_id", "caf_id", "annee", "objet", "depense"),
    *("facture_le", "document_id", "jeton", "demande_par_id", "demande_le"),
)


class DemandeDiagnosticQuerySet(models.QuerySet["DemandeDiagnostic"]):
    def visibles_par(self, acteur: "Acteur") -> "DemandeDiagnosticQuerySet":
        """Those of the équipements one's rights cover, and for advisers of their Caf.

        A request stays with the partner who made it: who runs the équipement since does not read
        it. Who may read them is ``services.acces``: each holds an amount.
        """
        siennes = Q(gestionnaire=F("equipement__gestionnaire"))
        a_la_caf = Q(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))
        return self.filter(dossiers_accessibles(acteur), siennes | a_la_caf)

    def a_decider(self) -> "DemandeDiagnosticQuerySet":
        return self.filter(etat=EtatDiagnostic.DEMANDE)

    def accordees(self) -> "DemandeDiagnosticQuerySet":
        """Accepted, paid or not."""
        return self.filter(etat__in=[EtatDiagnostic.ACCEPTE, EtatDiagnostic.PAYE])


@pghistory.track()
class DemandeDiagnostic(models.Model):
    """One request; its amount is that of the computation frozen when it is accepted.

    Until then it is an estimate, with the barème in force. ``decision_motif`` is why it was
    refused, or withdrawn by the partner.
    """

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    equipement = models.ForeignKey(Equipement, on_delete=models.PROTECT, related_name="+")
    gestionnaire = models.ForeignKey(Gestionnaire, on_delete=models.PROTECT, related_name="+")
    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="+")
    annee = models.PositiveSmallIntegerField("exercice")
    objet = models.CharField("étude, et qui l’a faite", max_length=200)
    depense = models.DecimalField("dépense", max_digits=12, decimal_places=2)
    facture_le = models.DateField("date de la facture")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    jeton = models.UUIDField("jeton", unique=True)
    etat = models.CharField(
        "état", max_length=10, choices=EtatDiagnostic.choices, default=EtatDiagnostic.DEMANDE
    )
    demande_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    demande_le = models.DateTimeField("demandé le")
    calcul = models.OneToOneField(
        Calcul, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decide_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decide_le = models.DateTimeField("décidé le", null=True, blank=True)
    decision_motif = models.TextField("motif", blank=True)
    paye_le = models.DateField("payé le", null=True, blank=True)
    paye_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DemandeDiagnosticQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de diagnostic"
        verbose_name_plural = "demandes de diagnostic"
        ordering = ["-demande_le", "-pk"]
        indexes = [models.Index(fields=["caf", "etat"], name="diagnostic_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(etat__in=OUVERTS),
                name="diagnostic_un_par_ctg",
                violation_error_message="Le diagnostic de cette CTG est déjà demandé : il n’est "
                "financé qu’une fois.",
            ),
            models.CheckConstraint(
                condition=Q(depense__gt=0),
                name="diagnostic_depense_positive",
                violation_error_message="La dépense est supérieure à zéro.",
            ),
            models.CheckConstraint(
                condition=~Q(objet=""),
                name="diagnostic_objet_dit",
                violation_error_message="Dites quelle étude est facturée.",
            ),
            models.CheckConstraint(
                condition=Q(
                    etat=EtatDiagnostic.DEMANDE,
                    decide_le__isnull=True,
                    decide_par__isnull=True,
                    calcul__isnull=True,
                    decision_motif="",
                )
                | Q(
                    etat__in=[EtatDiagnostic.ACCEPTE, EtatDiagnostic.PAYE],
                    decide_le__isnull=False,
                    decide_par__isnull=False,
                    calcul__isnull=False,
                )
                | (
                    Q(
                        etat__in=[EtatDiagnostic.REFUSE, EtatDiagnostic.RETIRE],
                        decide_le__isnull=False,
                        decide_par__isnull=False,
                        calcul__isnull=True,
                    )
                    & ~Q(decision_motif="")
                ),
                name="diagnostic_decision_complete",
                violation_error_message="Une décision dit quand et par qui, et son calcul ou son "
                "motif.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatDiagnostic.PAYE, paye_le__isnull=False, paye_par__isnull=False)
                | (~Q(etat=EtatDiagnostic.PAYE) & Q(paye_le__isnull=True, paye_par__isnull=True)),
                name="diagnostic_paiement_complet",
                violation_error_message="Un diagnostic payé dit quand et par qui.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="diagnostic_garde", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="diagnostic_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF ({", ".join(f"NEW.{c}" for c in FIGES)})
                       IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in FIGES)})
                       OR (OLD.calcul_id IS NOT NULL
                           AND NEW.calcul_id IS DISTINCT FROM OLD.calcul_id)
                       OR (OLD.etat, NEW.etat) NOT IN ({
                    ", ".join(f"('{de}', '{a}')" for de, suites in SUITES.items() for a in suites)
                })
                    THEN
                        RAISE EXCEPTION 'diagnostic_fige' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Diagnostic – {self.equipement}"
