"""Questionnaires and their versions: drafts change, a published version never does (DOMAINE §5)."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from habilitations.models import Caf
from habilitations.models.agents import Fonction
from habilitations.models.droits import FONCTIONS_INSTRUCTION

if TYPE_CHECKING:
    from habilitations.permissions import Acteur

UTILISATEUR = settings.AUTH_USER_MODEL


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def administres_par(self, acteur: "Acteur") -> "QuestionnaireQuerySet":
        """Those this person may edit: all the national ones, or the sections of their Caf."""
        siens = Q(caf__in=acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,)))
        return self.filter(siens | Q(caf=None) if acteur.est_national else siens)

    def visibles_par(self, acteur: "Acteur") -> "QuestionnaireQuerySet":
        """Those whose versions this agent may read: the national ones, those of their Caf."""
        cafs = acteur.cafs_comme(FONCTIONS_INSTRUCTION)
        if not (cafs or acteur.est_national):
            return self.none()
        return self.filter(Q(caf=None) | Q(caf__in=cafs))


@pghistory.track()
class Questionnaire(models.Model):
    """What is asked under one code, version after version.

    National when ``caf`` is empty. A Caf's own adds its sections, for its partners, to the one that
    it ``complete``. ``numero`` is that of its bilans among the files of an équipement
    (``Dossier.numero``): given once, never changed.
    """

    numero = models.PositiveSmallIntegerField("numéro", unique=True)
    code = models.CharField("code", max_length=60)
    titre = models.CharField("titre", max_length=200)
    caf = models.ForeignKey(
        Caf, on_delete=models.PROTECT, null=True, blank=True, related_name="questionnaires"
    )
    complete = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="complements"
    )
    archive_le = models.DateTimeField("archivé le", null=True, blank=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["titre", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "caf"],
                name="questionnaire_code_unique",
                nulls_distinct=False,
                violation_error_message="Un questionnaire porte déjà ce code.",
            ),
            models.UniqueConstraint(
                fields=["complete", "caf"],
                condition=Q(complete__isnull=False),
                name="questionnaire_complement_unique",
                violation_error_message="Votre Caf complète déjà ce questionnaire.",
            ),
            models.CheckConstraint(
                condition=Q(caf__isnull=True, complete__isnull=True)
                | Q(caf__isnull=False, complete__isnull=False),
                name="questionnaire_d_une_caf_complete",
                violation_error_message="Le questionnaire d’une Caf en complète un de la Cnaf.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="numero_et_code_immuables",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__numero__df=pgtrigger.F("new__numero"))
                | pgtrigger.Q(old__code__df=pgtrigger.F("new__code"))
                | pgtrigger.Q(old__caf__df=pgtrigger.F("new__caf")),
            )
        ]

    def __str__(self) -> str:
        return self.titre


class VersionQuestionnaireQuerySet(models.QuerySet["VersionQuestionnaire"]):
    def visibles_par(self, acteur: "Acteur") -> "VersionQuestionnaireQuerySet":
        """What was published of what this agent may read; drafts, of what they edit."""
        lus = Questionnaire.objects.visibles_par(acteur)
        edites = Questionnaire.objects.administres_par(acteur)
        return self.filter(
            Q(questionnaire__in=edites)
            | (Q(questionnaire__in=lus) & ~Q(etat=VersionQuestionnaire.Etat.BROUILLON))
        )

    def en_vigueur(self, jour: date) -> "VersionQuestionnaireQuerySet":
        """Published versions that new bilans may take on that day, the last one first."""
        publiee = VersionQuestionnaire.Etat.PUBLIEE
        return self.filter(etat=publiee, vaut_le__lte=jour).order_by("-vaut_le", "-pk")


@pghistory.track()
class VersionQuestionnaire(models.Model):
    """One version: its definition in TOML, the only thing that says what is asked.

    ``revision`` grows at each save of a draft: each save says which one it started from (ground
    rule 5). Bilans opened from ``vaut_le`` on take it; those begun before keep their own.
    ``publiee_par`` is empty for a version that ships with the portal.
    """

    class Etat(models.TextChoices):
        BROUILLON = "brouillon", "Brouillon"
        PUBLIEE = "publiee", "Publiée"
        ARCHIVEE = "archivee", "Archivée"

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    version = models.CharField("version", max_length=20)
    definition = models.TextField("définition")
    etat = models.CharField("état", max_length=10, choices=Etat.choices, default=Etat.BROUILLON)
    revision = models.PositiveIntegerField("révision", default=0)
    cree_le = models.DateTimeField("créée le")
    modifie_le = models.DateTimeField("modifiée le", null=True, blank=True)
    modifie_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True)
    publiee_par = models.ForeignKey(
        UTILISATEUR, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    vaut_le = models.DateField("vaut à partir du", null=True, blank=True)

    objects = VersionQuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = "version d’un questionnaire"
        ordering = ["questionnaire", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "version"],
                name="version_questionnaire_unique",
                violation_error_message="Cette version existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(etat="brouillon"),
                name="version_questionnaire_un_brouillon",
                violation_error_message="Ce questionnaire a déjà un brouillon.",
            ),
            models.CheckConstraint(
                condition=Q(
                    etat="brouillon",
                    publiee_le__isnull=True,
                    publiee_par__isnull=True,
                    vaut_le__isnull=True,
                )
                | (~Q(etat="brouillon") & Q(publiee_le__isnull=False, vaut_le__isnull=False)),
                name="version_questionnaire_publication_complete",
                violation_error_message="Une version publiée porte la date de sa publication et "
                "celle à partir de laquelle elle vaut.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="version_publiee_figee",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__etat="brouillon"),
                func="""
                    IF TG_OP = 'DELETE'
                       OR NEW.etat = 'brouillon'
                       OR to_jsonb(NEW) - 'etat' IS DISTINCT FROM to_jsonb(OLD) - 'etat'
                    THEN
                        RAISE EXCEPTION 'version publiée : elle ne peut plus être modifiée';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Name written on what is answered: « bilan_clas-1 »."""
        return f"{self.questionnaire.code}-{self.version}"

    @property
    def est_brouillon(self) -> bool:
        return self.etat == self.Etat.BROUILLON
