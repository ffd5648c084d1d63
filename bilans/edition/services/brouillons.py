"""A draft opened by somebody who may edit it: its definition, and what it is edited within."""

from dataclasses import dataclass
from functools import cached_property

from bilans.edition.regles.atelier import Atelier
from bilans.edition.regles.codes import prefixe_de
from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.regles.questionnaire import Questionnaire as Definition
from bilans.services.definitions import (
    definition_de,
    definition_du_brouillon,
    nationale_completee,
)
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import impossible, interdit

PAS_LES_VOTRES = "Ce questionnaire se modifie à la Cnaf, ou à la Caf qui l’a ajouté."
PLUS_UN_BROUILLON = "Cette version est publiée : elle ne change plus. Ouvrez une nouvelle version."


@dataclass
class Brouillon:
    """A draft, for one person at one moment."""

    version: VersionQuestionnaire
    acteur: Acteur

    @cached_property
    def definition(self) -> Definition:
        return definition_du_brouillon(self.version)

    @cached_property
    def atelier(self) -> Atelier:
        return atelier_de(self.version.questionnaire)

    def journaliser(self, action: str, motif: str = "", **details: object) -> None:
        """Tell an act in the journal: that of the Caf for its own, the national one otherwise."""
        raconter(self.version, self.acteur, action, motif, **details)


def atelier_de(questionnaire: Questionnaire) -> Atelier:
    """What a questionnaire is edited within: every version ever published, how codes begin."""
    etat = VersionQuestionnaire.Etat.BROUILLON
    publiees = questionnaire.versions.exclude(etat=etat).select_related("questionnaire")
    prefixe = prefixe_de(questionnaire.caf.code) if questionnaire.caf else ""
    return Atelier(
        tuple(definition_de(version) for version in publiees),
        prefixe,
        nationale_completee(questionnaire),
    )


def verrouiller_questionnaire(questionnaire_id: int, acteur: Acteur) -> Questionnaire:
    """Lock a questionnaire to act on it, inside a transaction.

    Raises Questionnaire.DoesNotExist when this person may not know of it, ActionRefusee when it is
    not theirs to edit.
    """
    questionnaire = (
        Questionnaire.objects.visibles_par(acteur)
        .select_related("caf", "complete")
        .select_for_update(of=("self",))
        .get(pk=questionnaire_id)
    )
    if not Questionnaire.objects.administres_par(acteur).filter(pk=questionnaire_id).exists():
        raise interdit(PAS_LES_VOTRES)
    return questionnaire


def ouvrir(version_id: int, acteur: Acteur) -> Brouillon:
    """Lock a draft to change it, inside a transaction.

    Raises VersionQuestionnaire.DoesNotExist when this person may not know of it, ActionRefusee
    when it is not theirs to edit or is published.
    """
    version = VersionQuestionnaire.objects.visibles_par(acteur).get(pk=version_id)
    questionnaire = verrouiller_questionnaire(version.questionnaire_id, acteur)
    # Deleted or published while its questionnaire was waited for: it is read again, locked.
    version = VersionQuestionnaire.objects.select_for_update().get(pk=version_id)
    version.questionnaire = questionnaire
    if not version.est_brouillon:
        raise impossible(PLUS_UN_BROUILLON)
    return Brouillon(version, acteur)


def raconter(
    version: VersionQuestionnaire, acteur: Acteur, action: str, motif: str = "", **details: object
) -> None:
    """Write what was done to a version."""
    journal.ecrire(
        f"questionnaire.{action}",
        auteur=acteur.utilisateur,
        objet=version,
        caf_id=version.questionnaire.caf_id,
        motif=motif,
        details={"version": version.reference} | details,
        le=acteur.maintenant,
    )
