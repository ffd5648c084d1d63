"""Publishing a draft: what it lacks, what one should know, then a version that never changes."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from bilans.edition.regles.arbre import libelle_de
from bilans.edition.regles.publication import (
    Point,
    Publiee,
    points_de,
    points_de_publication,
    points_des_cafs,
)
from bilans.edition.services.brouillons import ouvrir
from bilans.edition.services.chiffres import chiffres_de
from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.regles.complement import verifier_apres
from bilans.regles.questionnaire import Questionnaire as Definition
from bilans.services.definitions import (
    definition_de,
    definition_du_brouillon,
    nationale_completee,
)
from habilitations.permissions import Acteur
from portal.socle.refus import DemandeInvalide, impossible

LONGUEUR_TITRE = 200
A_CORRIGER = "Des points restent à corriger : ce brouillon ne peut pas être publié."
A_LIRE = "Cochez la case : des points sont à lire avant de publier."
CHANGE_DEPUIS = "Ce brouillon a changé depuis que vous l’avez relu : relisez-le, puis publiez."
ARCHIVE = "Ce questionnaire est archivé : remettez-le d’abord en service."
ARCHIVE_AVEC_LUI = "Le questionnaire que celui-ci complète est archivé."


@dataclass(frozen=True)
class Examen:
    """All that a draft lacks (``bloquants``), and all that is to be known (``avertissements``)."""

    points: tuple[Point, ...]

    @property
    def bloquants(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.bloque)

    @property
    def avertissements(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if not point.bloque)


def examiner(version: VersionQuestionnaire, vaut_le: date, jour: date) -> Examen:
    """Look at a draft as if it were published from a day on."""
    definition = definition_du_brouillon(version)
    publiees = publiees_de(version.questionnaire)
    points = points_de_publication(
        definition, publiees, vaut_le, jour, complement=version.questionnaire.caf_id is not None
    )
    points += _points_des_cafs(version.questionnaire, definition, publiees)
    return Examen((*points_de_definition(version, definition, publiees), *points))


def _points_des_cafs(
    questionnaire: Questionnaire, definition: Definition, publiees: tuple[Publiee, ...]
) -> tuple[Point, ...]:
    """What Cafs published and that leans on what a national version is about to change."""
    if questionnaire.caf_id is not None:
        return ()
    versions = VersionQuestionnaire.objects.filter(
        questionnaire__complete=questionnaire,
        questionnaire__archive_le=None,
        publiee_le__isnull=False,
    ).select_related("questionnaire__caf")
    ajouts = {v.questionnaire.caf: definition_de(v) for v in versions.order_by("vaut_le", "pk")}
    avant = publiees[-1].definition if publiees else None
    return points_des_cafs(avant, definition, {str(caf): d for caf, d in ajouts.items()})


def conditions_perimees(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Labels of what a Caf published and that leans on what is not asked at the Cnaf any more."""
    nationale = nationale_completee(questionnaire)
    derniere = publiees_de(questionnaire)[-1:]
    if nationale is None or not derniere:
        return ()
    definition = derniere[0].definition
    fautes = verifier_apres(nationale, definition)
    return tuple(dict.fromkeys(libelle_de(definition.par_rang[f.rang].element) for f in fautes))


def points_de_definition(
    version: VersionQuestionnaire, definition: Definition, publiees: tuple[Publiee, ...]
) -> tuple[Point, ...]:
    """What is wrong with what a draft asks, whenever it is published."""
    dispositif = dispositif_de(version.questionnaire, definition)
    chiffres = chiffres_de(dispositif) if dispositif else None
    nationale = nationale_completee(version.questionnaire)
    return points_de(definition, [p.definition for p in publiees], chiffres, nationale)


def publiees_de(questionnaire: Questionnaire) -> tuple[Publiee, ...]:
    """Versions published, archived ones included, the oldest first."""
    etat = VersionQuestionnaire.Etat.BROUILLON
    versions = questionnaire.versions.exclude(etat=etat).order_by("vaut_le", "pk")
    return tuple(
        Publiee(definition_de(v), v.vaut_le)
        for v in versions.select_related("questionnaire")
        if v.vaut_le is not None
    )


def dispositif_de(questionnaire: Questionnaire, definition: Definition) -> str:
    """That of the équipements it is about, or of what it completes; "" when unknown."""
    if definition.cadre is not None:
        return definition.cadre.dispositif
    if questionnaire.complete is None:
        return ""
    derniere = publiees_de(questionnaire.complete)[-1:]
    return next((p.definition.cadre.dispositif for p in derniere if p.definition.cadre), "")


@transaction.atomic
def publier(
    version_id: int, *, vaut_le: date, revision: int, acteur: Acteur, vus: bool = False
) -> VersionQuestionnaire:
    """Publish a draft, read at a revision: bilans opened from a day on take it.

    ``vus`` when what is to be known was read. Raises VersionQuestionnaire.DoesNotExist,
    ActionRefusee, DemandeInvalide.
    """
    brouillon = ouvrir(version_id, acteur)
    version, questionnaire = brouillon.version, brouillon.version.questionnaire
    if questionnaire.archive_le is not None:
        raise impossible(ARCHIVE)
    if questionnaire.complete is not None and questionnaire.complete.archive_le is not None:
        raise impossible(ARCHIVE_AVEC_LUI)
    if revision != version.revision:
        raise impossible(CHANGE_DEPUIS)
    examen = examiner(version, vaut_le, acteur.jour)
    if examen.bloquants:
        raise impossible(A_CORRIGER)
    if examen.avertissements and not vus:
        raise DemandeInvalide("vus", A_LIRE)
    version.etat = VersionQuestionnaire.Etat.PUBLIEE
    version.publiee_le, version.publiee_par = acteur.maintenant, acteur.utilisateur
    version.vaut_le = vaut_le
    version.save(update_fields=["etat", "publiee_le", "publiee_par", "vaut_le"])
    questionnaire.titre = brouillon.definition.titre[:LONGUEUR_TITRE]
    questionnaire.save(update_fields=["titre"])
    brouillon.journaliser("publie", vaut_le=vaut_le.isoformat(), revision=revision)
    return version
