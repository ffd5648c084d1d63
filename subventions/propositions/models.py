"""Proposed barème values, and what each would change among the estimates under way."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from habilitations.models import Caf, Fonction
from portal.socle.models import Document
from subventions.models.bareme import LigneBareme
from subventions.models.valeurs import ValeurBareme, contraintes_de_valeur

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

UTILISATEUR = settings.AUTH_USER_MODEL
# Who keeps the values of their own Caf.
FONCTIONS_BAREMES = (Fonction.CHARGE_CONSEIL,)
# What only the decision writes.
DECISION = (
    *("publiee_le", "publiee_par_id", "ligne_id"),
    *("ecartee_le", "ecartee_par_id", "ecartee_motif"),
)


class PropositionBaremeQuerySet(models.QuerySet["PropositionBareme"]):
    def visibles_par(self, acteur: "Acteur") -> "PropositionBaremeQuerySet":
        """National administrator: all. Agents: what was published for everybody or their Caf;
        those who keep the values of a Caf, all of its own too."""
        if acteur.est_national:
            return self
        siennes = {a.caf_id for a in acteur.affectations if a.caf_id}
        publiees = Q(publiee_le__isnull=False) & (Q(caf__isnull=True) | Q(caf__in=siennes))
        tenues = Q(caf__in=acteur.cafs_comme(FONCTIONS_BAREMES))
        return self.filter(publiees | tenues) if siennes else self.none()

    def en_attente(self) -> "PropositionBaremeQuerySet":
        return self.filter(publiee_le__isnull=True, ecartee_le__isnull=True)

    def tetes(self) -> "PropositionBaremeQuerySet":
        """Those that are decided of: the others follow the one that they were joined to."""
        return self.filter(tete__isnull=True)


@pghistory.track()
class PropositionBareme(ValeurBareme):
    """A value that one person proposes and another publishes, as a line of the barème.

    ``motif`` says why it is proposed, hence why it replaces another where it does. Neither the
    value nor its reason changes, and what is decided stays so. ``tete`` is the proposal with which
    this one is published, for the same scope and exercices: their effect is that of the head.
    """

    caf = models.ForeignKey(
        Caf, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Caf"
    )
    tete = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="jointes"
    )
    motif = models.TextField("motif")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    jeton = models.UUIDField("jeton", unique=True)
    proposee_par = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    proposee_le = models.DateTimeField("proposée le")
    publiee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)
    ligne = models.OneToOneField(
        LigneBareme, on_delete=models.PROTECT, null=True, blank=True, related_name="proposition"
    )
    ecartee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ecartee_le = models.DateTimeField("écartée le", null=True, blank=True)
    ecartee_motif = models.TextField("motif de la mise à l’écart", blank=True)

    objects = PropositionBaremeQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition de barème"
        verbose_name_plural = "propositions de barème"
        ordering = ["-proposee_le", "-pk"]
        indexes = [
            models.Index(
                fields=["caf"],
                name="proposition_en_attente",
                condition=Q(publiee_le__isnull=True, ecartee_le__isnull=True),
            )
        ]
        constraints = [
            *contraintes_de_valeur("proposition"),
            models.UniqueConstraint(
                fields=["tete", "parametre"],
                condition=Q(ecartee_le__isnull=True, tete__isnull=False),
                name="proposition_jointe_une_fois",
                violation_error_message="Ce paramètre est déjà dans cette proposition.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="proposition_motivee",
                violation_error_message="Dites pourquoi cette valeur est proposée.",
            ),
            models.CheckConstraint(
                condition=Q(publiee_le__isnull=True, publiee_par__isnull=True, ligne__isnull=True)
                | Q(publiee_le__isnull=False, publiee_par__isnull=False, ligne__isnull=False),
                name="proposition_publication_complete",
                violation_error_message="Une publication dit quand, par qui et sous quelle ligne.",
            ),
            models.CheckConstraint(
                condition=Q(publiee_par__isnull=True) | ~Q(publiee_par=F("proposee_par")),
                name="proposition_deux_personnes",
                violation_error_message="Une autre personne publie une valeur proposée.",
            ),
            models.CheckConstraint(
                condition=Q(ecartee_le__isnull=True, ecartee_par__isnull=True, ecartee_motif="")
                | (
                    Q(ecartee_le__isnull=False, ecartee_par__isnull=False, publiee_le__isnull=True)
                    & ~Q(ecartee_motif="")
                ),
                name="proposition_ecart_complet",
                violation_error_message="Une proposition écartée porte sa date, son auteur et "
                "son motif.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="proposition_gardee", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="proposition_figee",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF OLD.publiee_le IS NOT NULL OR OLD.ecartee_le IS NOT NULL
                        OR to_jsonb(NEW) - ARRAY[{", ".join(f"'{c}'" for c in DECISION)}]
                        IS DISTINCT FROM
                        to_jsonb(OLD) - ARRAY[{", ".join(f"'{c}'" for c in DECISION)}]
                    THEN
                        RAISE EXCEPTION 'proposition_figee' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dispositif_display()} – {self.libelle}"

    @property
    def est_en_attente(self) -> bool:
        return self.publiee_le is None and self.ecartee_le is None


class EtatEffet(models.TextChoices):
    """Where the computation of an effect stands."""

    DEMANDE = "demande", "En attente de calcul"
    CALCUL = "calcul", "En cours de calcul"
    FAIT = "fait", "Calculé"
    ECHEC = "echec", "Interrompu"


class EffetBareme(models.Model):
    """What a proposal changes among the estimates not sent yet, as they stood when it was computed.

    Of ``total`` estimates, ``changees`` have another amount, ``avant`` and ``apres`` their sums;
    ``ouvertes`` had none for want of this value and come to ``montant_ouvert``. ``bareme`` is the
    hash of the lines it started from: published meanwhile, another value makes it out of date.
    """

    proposition = models.OneToOneField(
        PropositionBareme, on_delete=models.PROTECT, related_name="effet"
    )
    etat = models.CharField(
        "état", max_length=10, choices=EtatEffet.choices, default=EtatEffet.DEMANDE
    )
    demande_le = models.DateTimeField("demandé le")
    calcule_le = models.DateTimeField("calculé le", null=True, blank=True)
    bareme = models.CharField("empreinte du barème", max_length=64, blank=True)
    total = models.PositiveIntegerField("estimations en cours", default=0)
    faites = models.PositiveIntegerField("estimations examinées", default=0)
    changees = models.PositiveIntegerField("estimations qui changent", default=0)
    avant = models.DecimalField("avant", max_digits=18, decimal_places=2, default=Decimal(0))
    apres = models.DecimalField("après", max_digits=18, decimal_places=2, default=Decimal(0))
    ouvertes = models.PositiveIntegerField("estimations rendues possibles", default=0)
    montant_ouvert = models.DecimalField(
        "montant de celles-ci", max_digits=18, decimal_places=2, default=Decimal(0)
    )

    class Meta:
        verbose_name = "effet d’une proposition"
        verbose_name_plural = "effets des propositions"
        constraints = [
            models.CheckConstraint(
                condition=Q(etat=EtatEffet.FAIT, calcule_le__isnull=False)
                | (~Q(etat=EtatEffet.FAIT) & Q(calcule_le__isnull=True)),
                name="effet_bareme_date_du_calcul",
                violation_error_message="Un effet calculé porte sa date, et lui seul.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=EtatEffet.values),
                name="effet_bareme_etat_connu",
                violation_error_message="Cet état est inconnu.",
            ),
        ]

    def __str__(self) -> str:
        return f"Effet – {self.proposition}"

    @property
    def est_en_cours(self) -> bool:
        return self.etat in (EtatEffet.DEMANDE, EtatEffet.CALCUL)
