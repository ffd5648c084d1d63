"""Lots of payments: proposed by one adviser, ordered by another; a step is paid once."""

from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models import Caf, Dispositif, Equipement, Gestionnaire
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from subventions.paiements.models.comptes import CompteBancaire
from subventions.paiements.regles.etats import EN_VIGUEUR, EtatVersement, Nature

UTILISATEUR = settings.AUTH_USER_MODEL


class EtatLot(models.TextChoices):
    """Where a lot stands."""

    PROPOSE = "propose", "À ordonner par une autre personne"
    ORDONNE = "ordonne", "Ordonné"
    REFUSE = "refuse", "Refusé"


class LotPaiementQuerySet(models.QuerySet["LotPaiement"]):
    def visibles_par(self, acteur: Acteur) -> "LotPaiementQuerySet":
        """Those of the Cafs at which one reads the files: gestionnaire conseil, CCD."""
        return self.filter(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))


@pghistory.track()
class LotPaiement(models.Model):
    """Payments that one person proposes together and another orders (« bon à payer »)."""

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="lots_paiement")
    numero = models.PositiveIntegerField("numéro")
    etat = models.CharField("état", max_length=10, choices=EtatLot.choices, default=EtatLot.PROPOSE)
    propose_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    propose_le = models.DateTimeField("proposé le")
    ordonne_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ordonne_le = models.DateTimeField("ordonné le", null=True, blank=True)
    execution_le = models.DateField("à exécuter le", null=True, blank=True)
    refuse_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refuse_le = models.DateTimeField("refusé le", null=True, blank=True)
    refus_motif = models.TextField("motif du refus", blank=True)

    objects = LotPaiementQuerySet.as_manager()

    class Meta:
        verbose_name = "lot de paiements"
        verbose_name_plural = "lots de paiements"
        ordering = ["-propose_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "numero"],
                name="lot_numero_unique",
                violation_error_message="Cette Caf a déjà un lot de ce numéro.",
            ),
            models.CheckConstraint(
                condition=Q(ordonne_par__isnull=True) | ~Q(ordonne_par=F("propose_par")),
                name="lot_quatre_yeux",
                violation_error_message="Un lot est ordonné par une autre personne que celle qui "
                "l’a proposé.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatLot.PROPOSE, ordonne_par__isnull=True, ordonne_le__isnull=True)
                | Q(
                    etat=EtatLot.ORDONNE,
                    ordonne_par__isnull=False,
                    ordonne_le__isnull=False,
                    execution_le__isnull=False,
                    refuse_le__isnull=True,
                )
                | (
                    Q(etat=EtatLot.REFUSE, ordonne_le__isnull=True, refuse_le__isnull=False)
                    & ~Q(refus_motif="")
                ),
                name="lot_etat_date",
                violation_error_message="Chaque état d’un lot porte sa date et son auteur.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """« LOT73-00012 », as the bank and the accounts read it."""
        return f"LOT{self.caf.code}-{self.numero:05d}"


class VersementQuerySet(models.QuerySet["Versement"]):
    def visibles_par(self, acteur: Acteur) -> "VersementQuerySet":
        """Those of the Cafs at which one reads the files."""
        return self.filter(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))

    def en_vigueur(self) -> "VersementQuerySet":
        return self.filter(etat__in=EN_VIGUEUR)

    def de(self, equipement_id: int, annee: int) -> "VersementQuerySet":
        return self.filter(equipement=equipement_id, annee=annee)


@pghistory.track()
class Versement(models.Model):
    """One step of a file, as a lot pays it.

    ``montant`` is what the step is worth, ``retenue`` what is set off of it against indus: the
    account is given what is left. ``profil`` holds for the file from its first payment on.
    """

    lot = models.ForeignKey(LotPaiement, on_delete=models.PROTECT, related_name="versements")
    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="+")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="versements"
    )
    equipement = models.ForeignKey(Equipement, on_delete=models.PROTECT, related_name="versements")
    dispositif = models.CharField("dispositif", max_length=10, choices=Dispositif.choices)
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    nature = models.CharField("nature", max_length=10, choices=[(n.value, n.value) for n in Nature])
    rang = models.PositiveSmallIntegerField("rang")
    libelle = models.CharField("libellé", max_length=60)
    profil = models.CharField("profil d’acomptes", max_length=20)
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2)
    retenue = models.DecimalField("retenue", max_digits=14, decimal_places=2, default=0)
    compte = models.ForeignKey(CompteBancaire, on_delete=models.PROTECT, related_name="versements")
    reference = models.CharField("référence", max_length=35, unique=True)
    etat = models.CharField(
        "état",
        max_length=10,
        choices=[(e.value, e.value) for e in EtatVersement],
        default=EtatVersement.PROPOSE.value,
    )
    paye_le = models.DateField("payé le", null=True, blank=True)
    motif = models.TextField("motif du retrait ou du rejet", blank=True)

    objects = VersementQuerySet.as_manager()

    class Meta:
        verbose_name = "versement"
        ordering = ["lot", "gestionnaire__nom", "equipement", "annee", "nature", "rang"]
        indexes = [
            models.Index(fields=["equipement", "annee"], name="versement_exercice"),
            models.Index(fields=["caf", "etat"], name="versement_caf"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "annee", "nature", "rang"],
                condition=Q(etat__in=EN_VIGUEUR),
                name="versement_une_fois",
                violation_error_message="Cette échéance est déjà dans un lot.",
            ),
            models.CheckConstraint(
                condition=Q(montant__gt=0, retenue__gte=0, retenue__lte=F("montant"), rang__gte=1),
                name="versement_montants",
                violation_error_message="Un versement est positif, et sa retenue ne le dépasse "
                "pas.",
            ),
            models.CheckConstraint(
                condition=Q(nature__in=[n.value for n in Nature])
                & Q(etat__in=[e.value for e in EtatVersement]),
                name="versement_mots_connus",
                violation_error_message="Cette nature ou cet état n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatVersement.PAYE.value, paye_le__isnull=False)
                | Q(etat=EtatVersement.REJETE.value)
                | (
                    ~Q(etat__in=[EtatVersement.PAYE.value, EtatVersement.REJETE.value])
                    & Q(paye_le__isnull=True)
                ),
                name="versement_paye_date",
                violation_error_message="Un versement payé porte sa date, et lui seul.",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=[EtatVersement.REJETE.value, EtatVersement.RETIRE.value])
                | ~Q(motif=""),
                name="versement_sorti_motive",
                violation_error_message="Un versement retiré ou rejeté dit pourquoi.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="versement_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE'
                       OR to_jsonb(NEW) - 'etat' - 'paye_le' - 'motif'
                          IS DISTINCT FROM to_jsonb(OLD) - 'etat' - 'paye_le' - 'motif'
                       OR (NEW.etat IS DISTINCT FROM OLD.etat
                           AND (OLD.etat, NEW.etat) NOT IN (
                               ('propose', 'ordonne'), ('propose', 'retire'),
                               ('ordonne', 'paye'), ('ordonne', 'rejete'), ('paye', 'rejete')))
                    THEN
                        RAISE EXCEPTION 'un versement ne se réécrit pas';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.libelle} – {self.equipement} {self.exercice}"

    @property
    def net(self) -> Decimal:
        """What the account is given."""
        return self.montant - self.retenue

    @property
    def exercice(self) -> str:
        return libelle_exercice(self.dispositif, self.annee)
