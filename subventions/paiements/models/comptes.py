"""Bank accounts: where the subsidies of a partner are paid, and from which account its Caf pays."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models import Caf, Gestionnaire, Role
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from portal.socle.models import Document
from subventions.paiements.regles.iban import masquer

UTILISATEUR = settings.AUTH_USER_MODEL
# Among the partner's people, those who look after money: who gives the activity reads no account.
ROLES_COMPTE = (Role.FOURNISSEUR_FINANCES, Role.APPROBATEUR)
FORME_IBAN = r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"


class EtatCompte(models.TextChoices):
    """Where an account stands: only one of a partner is paid to, and one at most waits."""

    PROPOSE = "propose", "À confirmer par une autre personne"
    ACTIF = "actif", "En vigueur"
    REFUSE = "refuse", "Refusé"
    REMPLACE = "remplace", "Remplacé"


class CompteBancaireQuerySet(models.QuerySet["CompteBancaire"]):
    def visibles_par(self, acteur: Acteur) -> "CompteBancaireQuerySet":
        """Those of one's partners, for who looks after its money, and of the Caf of an adviser."""
        couples = Q(pk__in=[])
        for droit in acteur.habilitations:
            if droit.role in ROLES_COMPTE:
                couples |= Q(gestionnaire=droit.gestionnaire_id, caf=droit.caf_id)
        return self.filter(couples | Q(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION)))

    def en_vigueur(self) -> "CompteBancaireQuerySet":
        return self.filter(etat=EtatCompte.ACTIF)


@pghistory.track(exclude=["iban"])
class CompteBancaire(models.Model):
    """The account of a partner for one Caf, with the paper that it was read on.

    Whoever proposed it never confirms it: ``confirme_par`` typed it again from the paper.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="+")
    gestionnaire = models.ForeignKey(
        Gestionnaire, on_delete=models.PROTECT, related_name="comptes_bancaires"
    )
    titulaire = models.CharField("titulaire du compte", max_length=70)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    jeton = models.UUIDField("jeton")
    etat = models.CharField(
        "état", max_length=10, choices=EtatCompte.choices, default=EtatCompte.PROPOSE
    )
    cote_caf = models.BooleanField("proposé par la Caf", default=False)
    propose_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    propose_le = models.DateTimeField("proposé le")
    confirme_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirme_le = models.DateTimeField("confirmé le", null=True, blank=True)
    clos_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clos_le = models.DateTimeField("refusé ou remplacé le", null=True, blank=True)
    refus_motif = models.TextField("motif du refus", blank=True)

    objects = CompteBancaireQuerySet.as_manager()

    class Meta:
        verbose_name = "compte bancaire"
        verbose_name_plural = "comptes bancaires"
        ordering = ["-propose_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "gestionnaire"],
                condition=Q(etat=EtatCompte.ACTIF),
                name="compte_un_en_vigueur",
                violation_error_message="Ce partenaire a déjà un compte en vigueur.",
            ),
            models.UniqueConstraint(
                fields=["caf", "gestionnaire"],
                condition=Q(etat=EtatCompte.PROPOSE),
                name="compte_un_propose",
                violation_error_message="Un changement de compte attend déjà sa confirmation.",
            ),
            models.CheckConstraint(
                condition=Q(iban__regex=FORME_IBAN),
                name="compte_iban_forme",
                violation_error_message="Cet IBAN n’a pas la forme d’un IBAN.",
            ),
            models.CheckConstraint(
                condition=Q(confirme_par__isnull=True) | ~Q(confirme_par=F("propose_par")),
                name="compte_quatre_yeux",
                violation_error_message="Un compte est confirmé par une autre personne que celle "
                "qui l’a proposé.",
            ),
            models.CheckConstraint(
                condition=Q(
                    etat=EtatCompte.PROPOSE,
                    confirme_le__isnull=True,
                    confirme_par__isnull=True,
                    clos_le__isnull=True,
                )
                | Q(
                    etat=EtatCompte.ACTIF,
                    confirme_le__isnull=False,
                    confirme_par__isnull=False,
                    clos_le__isnull=True,
                )
                | (
                    Q(etat=EtatCompte.REFUSE, confirme_le__isnull=True, clos_le__isnull=False)
                    & ~Q(refus_motif="")
                )
                | Q(
                    etat=EtatCompte.REMPLACE,
                    confirme_le__isnull=False,
                    confirme_par__isnull=False,
                    clos_le__isnull=False,
                ),
                name="compte_etat_date",
                violation_error_message="Chaque état d’un compte porte sa date et son auteur.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="compte_fige",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE'
                       OR OLD.etat IN ('refuse', 'remplace')
                       OR (NEW.iban, NEW.bic, NEW.titulaire, NEW.caf_id, NEW.gestionnaire_id,
                           NEW.document_id, NEW.propose_par_id, NEW.propose_le)
                          IS DISTINCT FROM
                          (OLD.iban, OLD.bic, OLD.titulaire, OLD.caf_id, OLD.gestionnaire_id,
                           OLD.document_id, OLD.propose_par_id, OLD.propose_le)
                    THEN
                        RAISE EXCEPTION 'un compte bancaire ne se modifie pas : il se remplace';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.gestionnaire} – {self.iban_masque}"

    @property
    def iban_masque(self) -> str:
        return masquer(self.iban)


@pghistory.track(exclude=["iban"])
class ReglagePaiement(models.Model):
    """From which account a Caf pays, as its bank asks for it in a file of transfers."""

    caf = models.OneToOneField(Caf, on_delete=models.CASCADE, related_name="reglage_paiement")
    titulaire = models.CharField("titulaire du compte", max_length=70)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11, blank=True)

    class Meta:
        verbose_name = "compte payeur d’une Caf"
        verbose_name_plural = "comptes payeurs des Caf"
        ordering = ["caf"]
        constraints = [
            models.CheckConstraint(
                condition=Q(iban__regex=FORME_IBAN),
                name="reglage_paiement_iban_forme",
                violation_error_message="Cet IBAN n’a pas la forme d’un IBAN.",
            )
        ]

    def __str__(self) -> str:
        return f"Compte payeur – {self.caf}"

    @property
    def iban_masque(self) -> str:
        return masquer(self.iban)
