"""Reminders: on which days, of what, in which e-mail, and what an adviser decided about them."""

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from declarations.models import Campagne, Declaration
from habilitations.models import Caf
from portal.relances.regles.etapes import JOURS_MAX, libelle_etape
from portal.socle.models import Courriel

UTILISATEUR = settings.AUTH_USER_MODEL
LONGUEUR_PHRASE = 500


class EtapeRelanceQuerySet(models.QuerySet["EtapeRelance"]):
    def par_caf(self) -> "Etapes":
        """All the steps, ready to be asked for by Caf; one query."""
        return Etapes(list(self))


class Etapes:
    """Steps in force: the national ones, each of which a Caf may stop, and those it adds."""

    def __init__(self, lignes: "list[EtapeRelance]") -> None:
        self._actives: dict[int | None, dict[int, bool]] = {None: {}}
        for etape in lignes:
            self._actives.setdefault(etape.caf_id, {})[etape.jours] = etape.active

    def de(self, caf_id: int) -> tuple[int, ...]:
        """Days counted from the deadline, in order: (-30, -15, -7, -1, 1, 7)."""
        actives = self._actives[None] | self._actives.get(caf_id, {})
        return tuple(sorted(jours for jours, active in actives.items() if active))


@pghistory.track()
class EtapeRelance(models.Model):
    """A day on which a reminder leaves, counted from the deadline; national when without Caf."""

    caf = models.ForeignKey(
        Caf, on_delete=models.CASCADE, null=True, blank=True, related_name="etapes_relance"
    )
    jours = models.SmallIntegerField(
        "jours",
        validators=[MinValueValidator(-JOURS_MAX), MaxValueValidator(JOURS_MAX)],
        help_text="À compter de l’échéance : -15 pour quinze jours avant, 1 pour le lendemain.",
    )
    active = models.BooleanField(
        "active", default=True, help_text="Décochée, l’étape nationale ne vaut pas pour cette Caf."
    )
    source = models.CharField("source", max_length=200)
    marque = models.CharField(
        "marque",
        max_length=1,
        choices=[("S", "Règle"), ("P", "Publié"), ("H", "Hypothèse, à confirmer")],
    )

    objects = EtapeRelanceQuerySet.as_manager()

    class Meta:
        verbose_name = "étape de relance"
        verbose_name_plural = "étapes de relance"
        ordering = ["jours", "caf"]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "jours"],
                name="etape_relance_unique",
                nulls_distinct=False,
                violation_error_message="Cette étape existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(jours__gte=-JOURS_MAX, jours__lte=JOURS_MAX),
                name="etape_relance_bornee",
                violation_error_message=f"Une étape est à {JOURS_MAX} jours au plus de l’échéance.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.libelle} ({self.caf or 'nationale'})"

    @property
    def libelle(self) -> str:
        return libelle_etape(self.jours)


@pghistory.track()
class ReglageCampagne(models.Model):
    """What an adviser decided about the reminders of one campaign: a pause, a sentence."""

    campagne = models.OneToOneField(
        Campagne, on_delete=models.CASCADE, related_name="reglage_relances"
    )
    phrase = models.CharField("phrase ajoutée", max_length=LONGUEUR_PHRASE, blank=True)
    suspendue_le = models.DateTimeField("suspendue le", null=True, blank=True)
    suspendue_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    suspendue_motif = models.TextField("motif de la suspension", blank=True)

    class Meta:
        verbose_name = "réglage des relances d’une campagne"
        verbose_name_plural = "réglages des relances des campagnes"
        ordering = ["campagne"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    suspendue_le__isnull=True, suspendue_par__isnull=True, suspendue_motif=""
                )
                | (
                    Q(suspendue_le__isnull=False, suspendue_par__isnull=False)
                    & ~Q(suspendue_motif="")
                ),
                name="reglage_suspension_complete",
                violation_error_message="Une suspension porte sa date, son auteur et son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Relances – {self.campagne}"


class Envoi(models.Model):
    """The reminders sent to one person on one day: one e-mail, whatever it lists."""

    utilisateur = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, related_name="envois_relances"
    )
    jour = models.DateField("jour")
    courriel = models.OneToOneField(Courriel, on_delete=models.PROTECT, related_name="+")
    decide_par = models.ForeignKey(
        UTILISATEUR,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="envoyé sans attendre par",
    )

    class Meta:
        verbose_name = "envoi de relances"
        verbose_name_plural = "envois de relances"
        ordering = ["-jour", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "jour"],
                name="envoi_un_par_personne_et_jour",
                violation_error_message="Cette personne a déjà reçu ses rappels ce jour-là.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – {self.jour:%d/%m/%Y}"


class ResumeHebdo(models.Model):
    """The weekly digest of one adviser: one e-mail a week."""

    utilisateur = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="+")
    semaine = models.DateField("semaine du")
    # It leaves with the e-mail, once that is old (portal.socle.courriels.purger).
    courriel = models.OneToOneField(Courriel, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "résumé de la semaine"
        verbose_name_plural = "résumés de la semaine"
        ordering = ["-semaine", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "semaine"],
                name="resume_un_par_semaine",
                violation_error_message="Ce conseiller a déjà son résumé de la semaine.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} – semaine du {self.semaine:%d/%m/%Y}"


class RelanceQuerySet(models.QuerySet["Relance"]):
    def reglees(self) -> "RelanceQuerySet":
        """Those that settle their step: written and not withdrawn, or set aside."""
        return self.filter(retiree_le=None)

    def envoyees_sur(self, declaration: Declaration) -> "RelanceQuerySet":
        """Reminders that left, or are about to, about one file; latest first."""
        return (
            self.filter(declaration=declaration, envoi__isnull=False)
            .select_related("utilisateur", "envoi__courriel", "envoi__decide_par")
            .defer("envoi__courriel__texte", "envoi__courriel__html")
            .order_by("-envoi__courriel__cree_le", "-pk")
        )


@pghistory.track()
class Relance(models.Model):
    """One person reminded of one file at one step before or after one deadline, or spared it.

    Decided once: sent (``envoi``), or set aside by an adviser with a reason. A deadline that moves
    makes new ones. One that was written and withdrawn before it left (``retiree_le``) says why, and
    settles nothing: its step is to be told still, when it is due.
    """

    utilisateur = models.ForeignKey(UTILISATEUR, on_delete=models.PROTECT, related_name="relances")
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="relances")
    echeance = models.DateField("échéance")
    etape = models.SmallIntegerField("étape, en jours")
    manque = models.CharField("ce qui manque", max_length=200)
    envoi = models.ForeignKey(
        Envoi, on_delete=models.PROTECT, null=True, blank=True, related_name="relances"
    )
    ecartee_le = models.DateTimeField("écartée le", null=True, blank=True)
    ecartee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ecartee_motif = models.TextField("motif", blank=True)
    retiree_le = models.DateTimeField("retirée avant l’envoi le", null=True, blank=True)
    retiree_motif = models.CharField("motif du retrait", max_length=200, blank=True)

    objects = RelanceQuerySet.as_manager()

    class Meta:
        verbose_name = "relance"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["declaration", "echeance"], name="relance_declaration")]
        constraints = [
            models.UniqueConstraint(
                fields=["utilisateur", "declaration", "echeance", "etape"],
                condition=Q(retiree_le__isnull=True),
                name="relance_unique",
                violation_error_message="Cette relance est déjà partie, ou écartée.",
            ),
            models.CheckConstraint(
                condition=Q(
                    envoi__isnull=False,
                    ecartee_le__isnull=True,
                    ecartee_par__isnull=True,
                    ecartee_motif="",
                )
                | (
                    Q(envoi__isnull=True, ecartee_le__isnull=False, ecartee_par__isnull=False)
                    & ~Q(ecartee_motif="")
                ),
                name="relance_envoyee_ou_ecartee",
                violation_error_message="Une relance est envoyée, ou écartée avec son auteur, sa "
                "date et son motif.",
            ),
            models.CheckConstraint(
                condition=Q(retiree_le__isnull=True, retiree_motif="")
                | (Q(retiree_le__isnull=False, envoi__isnull=False) & ~Q(retiree_motif="")),
                name="relance_retiree_ecrite",
                violation_error_message="Seule une relance écrite se retire, avec sa date et son "
                "motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{libelle_etape(self.etape)} – {self.utilisateur} – {self.declaration}"

    @property
    def libelle_etape(self) -> str:
        return libelle_etape(self.etape)
