"""The bilan: one questionnaire, of one exercice, for one équipement or one commune."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from bilans.models.campagnes import CampagneBilan
from bilans.models.declencheurs import DU_BILAN, DU_DOSSIER
from bilans.models.questionnaires import VersionQuestionnaire
from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier, DossierQuerySet
from portal.dossiers.models.dossiers import SANS_OBJET


class BilanQuerySet(DossierQuerySet["Bilan"]):
    def analysables_par(self, acteur: Acteur) -> Self:
        """Bilans sent whose answers this person may count.

        An agent's: those of their Caf, which they may read one by one. The national
        administrator's: all of them, as aggregates only (``services.analyse.portee``).
        """
        envoyes = self.filter(dernier_envoi__isnull=False).exclude(etat=SANS_OBJET)
        return envoyes if acteur.est_national else envoyes.visibles_comme_agent(acteur)

    def du_portefeuille(self, acteur: Acteur) -> Self:
        """Those that this agent follows: the portfolio, and the communes, which are in none."""
        siens = Q(equipement__portefeuille__in=acteur.portefeuilles) | Q(equipement=None)
        return self.visibles_comme_agent(acteur).filter(siens)

    def pour_liste(self) -> Self:
        """All that a list shows, in a constant number of queries."""
        return self.select_related(
            "gestionnaire", "equipement__portefeuille", "version__questionnaire"
        ).prefetch_related(
            "caf",
            "campagne",
            "equipement__portefeuille__titulaire",
            "equipement__portefeuille__remplacant",
            "derogations",
            "demandes",
        )


@pghistory.track()
class Bilan(Dossier):
    """A file in which a partner tells what was done: a questionnaire's version, its answers.

    It stays on the version that it was opened with, ``complement`` being the sections of its Caf.
    ``arretees`` are the answers that count, as they were last sent, or edited by the Caf since:
    what is counted and exported. ``dernier_envoi`` is what the partner sent.
    """

    # django-pghistory fills what it finds, and would find that of Dossier.
    pgh_event_models: ClassVar[dict[str, type[models.Model]]] = {}

    dossier = models.OneToOneField(
        Dossier,
        on_delete=models.PROTECT,
        parent_link=True,
        primary_key=True,
        related_name="bilan",
    )
    campagne = models.ForeignKey(CampagneBilan, on_delete=models.PROTECT, related_name="bilans")
    version = models.ForeignKey(
        VersionQuestionnaire, on_delete=models.PROTECT, related_name="bilans"
    )
    complement = models.ForeignKey(
        VersionQuestionnaire, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Facts told as it is opened: the themes that a CTG covers, for a commune.
    faits_annonces = models.JSONField("faits annoncés", default=dict, blank=True)
    ouvert_le = models.DateTimeField("ouvert le")
    dernier_envoi = models.OneToOneField(
        "bilans.EnvoiBilan", on_delete=models.PROTECT, null=True, related_name="+"
    )
    arretees = models.JSONField("réponses qui comptent", default=dict)
    valide_le = models.DateTimeField("validé le", null=True, blank=True)
    valide_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = BilanQuerySet.as_manager()  # type: ignore[misc]  # that of Dossier, narrowed

    class Meta:
        verbose_name = "bilan"
        constraints = [
            models.CheckConstraint(
                condition=Q(valide_le__isnull=True, valide_par__isnull=True)
                | Q(valide_le__isnull=False, valide_par__isnull=False, dernier_envoi__isnull=False),
                name="bilan_validation_complete",
                violation_error_message="Une validation porte sur un bilan transmis, avec sa date "
                "et son auteur.",
            ),
        ]
        triggers = DU_BILAN

    def __str__(self) -> str:
        return f"{self.libelle} – {self.sujet}"

    @property
    def sujet(self) -> str:
        """What it is about: the name of an équipement, or of a commune."""
        return str(self.equipement or self.gestionnaire)

    @property
    def libelle(self) -> str:
        """Title and real year: « Bilan du contrat local… 2024-2025 »."""
        return f"{self.version.questionnaire.titre} {self.exercice}"

    @property
    def reference(self) -> str:
        """Name written on the receipt and searched for: « BILAN-CLAS-2024-000042 »."""
        code = self.version.questionnaire.code.replace("_", "-").upper()
        return f"{code}-{self.annee}-{self.pk:06d}"


class DossierDeBilan(Dossier):
    """The row of a bilan, and what the database asks of it (see ``DossierDeclare``)."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = DU_DOSSIER
