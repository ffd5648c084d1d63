"""Windows in which a questionnaire is asked, at each Caf (DOMAINE §3.2)."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q

from bilans.models.questionnaires import Questionnaire
from declarations.regles.calendrier import Fenetre
from habilitations.models import Caf, Fonction
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur

NATION = "l’administration nationale"
# Suspended by nobody. A Caf and the nation decide apart, and neither resumes what the other holds.
EN_SERVICE = Q(suspendue_le=None, suspension_nationale_le=None)


class CampagneBilanQuerySet(models.QuerySet["CampagneBilan"]):
    def lues_par(self, acteur: Acteur) -> "CampagneBilanQuerySet":
        """Those of the Cafs whose bilans this person reads; all of them for the nation."""
        if acteur.est_national:
            return self.all()
        return self.filter(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))

    def administrees_par(self, acteur: Acteur) -> "CampagneBilanQuerySet":
        """Those that this person may suspend or give other dates to."""
        if acteur.est_national:
            return self.all()
        return self.filter(caf__in=acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,)))

    def a_lancer(self, jour: date) -> "CampagneBilanQuerySet":
        """Windows open on that day: their bilans are to be opened, now or for latecomers."""
        return self.filter(EN_SERVICE, ouvre_le__lte=jour, ferme_le__gte=jour)


@pghistory.track()
class CampagneBilan(models.Model):
    """The window of one questionnaire, for one exercice, at one Caf.

    Entry ends with the day of the deadline, unless ``ferme_le`` is later. Suspended, it takes no
    answer and reminds nobody until it is resumed: by its Caf (``suspendue_…``), by the national
    administration for every Caf at once (``suspension_nationale_…``), or by both.
    """

    caf = models.ForeignKey(Caf, on_delete=models.PROTECT, related_name="campagnes_bilans")
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="campagnes"
    )
    annee = models.PositiveSmallIntegerField("exercice (première année)")
    ouvre_le = models.DateField("ouverture")
    echeance_le = models.DateField("échéance annoncée")
    ferme_le = models.DateField("fin de saisie")
    suspendue_le = models.DateTimeField("suspendue le", null=True, blank=True)
    suspendue_motif = models.TextField("motif de la suspension", blank=True)
    suspension_nationale_le = models.DateTimeField(
        "suspendue par la nation le", null=True, blank=True
    )
    suspension_nationale_motif = models.TextField("motif de la suspension nationale", blank=True)

    objects = CampagneBilanQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne de bilans"
        verbose_name_plural = "campagnes de bilans"
        ordering = ["-annee", "questionnaire", "caf"]
        indexes = [
            models.Index(fields=["annee", "questionnaire", "caf"], name="campagne_bilan_par_annee"),
            models.Index(fields=["annee"], condition=~EN_SERVICE, name="campagne_bilan_suspendues"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["caf", "questionnaire", "annee"],
                name="campagne_bilan_unique",
                violation_error_message="Cette campagne existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(ouvre_le__lte=F("echeance_le")) & Q(echeance_le__lte=F("ferme_le")),
                name="campagne_bilan_dates_ordonnees",
                violation_error_message="L’ouverture précède l’échéance, qui précède la fin de "
                "saisie.",
            ),
            models.CheckConstraint(
                condition=(Q(suspendue_le__isnull=True) & Q(suspendue_motif=""))
                | (Q(suspendue_le__isnull=False) & ~Q(suspendue_motif="")),
                name="campagne_bilan_suspension_motivee",
                violation_error_message="Une suspension demande un motif.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(suspension_nationale_le__isnull=True) & Q(suspension_nationale_motif="")
                )
                | (Q(suspension_nationale_le__isnull=False) & ~Q(suspension_nationale_motif="")),
                name="campagne_bilan_suspension_nationale_motivee",
                violation_error_message="Une suspension nationale demande un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.annee} – {self.caf}"

    @property
    def fenetre(self) -> Fenetre:
        """Its dates, as the rules read them."""
        return Fenetre(self.ouvre_le, self.echeance_le, self.ferme_le)

    @property
    def est_suspendue(self) -> bool:
        return self.suspendue_le is not None or self.suspension_nationale_le is not None

    @property
    def motif_de_suspension(self) -> str:
        """Why nobody answers; the nation's reason first, "" when it is not suspended."""
        return self.suspension_nationale_motif or self.suspendue_motif

    @property
    def qui_suspend(self) -> str:
        """Who decided it, as partners read it; "" when it is not suspended."""
        if self.suspension_nationale_le is not None:
            return NATION
        return f"la {self.caf.nom}" if self.suspendue_le is not None else ""

    def est_close(self, jour: date) -> bool:
        """Tell whether entry has ended."""
        return jour > self.ferme_le
