"""Saving one operation on a draft, decided on some revision: two editors lose nothing."""

from django.db import transaction

from bilans.definitions import ecrire
from bilans.edition.messages import dire_faute, en_francais
from bilans.edition.regles.fusion import reporter
from bilans.edition.regles.operations import Operation
from bilans.edition.regles.refus import OperationImpossible, Raison
from bilans.edition.services.brouillons import Brouillon, ouvrir
from bilans.regles.questionnaire import Questionnaire
from bilans.services.definitions import definition_du_texte
from habilitations.permissions import Acteur
from portal.socle.refus import DemandeInvalide, impossible

TROP_ANCIEN = "Cette page est trop ancienne : rechargez-la, puis recommencez."


@transaction.atomic
def enregistrer(
    version_id: int, operation: Operation, *, revision: int, acteur: Acteur
) -> Questionnaire:
    """Do an operation decided on a revision of a draft; return the definition it gives.

    What others saved meanwhile is kept: the operation is done again on it. Raises Conflit when
    both touch the same thing, DemandeInvalide for a property that would be wrong, ActionRefusee.
    """
    brouillon = ouvrir(version_id, acteur)
    avant = brouillon.definition
    if revision != brouillon.version.revision:
        operation = reporter(operation, _a_la_revision(brouillon, revision), avant)
    try:
        apres = brouillon.atelier.appliquer(avant, operation)
    except OperationImpossible as refus:
        raise _refuser(refus, operation, avant) from None
    if apres != avant:
        ecrire_le_brouillon(brouillon, apres)
        brouillon.journaliser(
            "modifie",
            operation=type(operation).__name__.lower(),
            element=operation.sujet,
            revision=brouillon.version.revision,
        )
    return apres


def ecrire_le_brouillon(brouillon: Brouillon, definition: Questionnaire) -> None:
    """Write another definition in a draft that is locked: one revision more."""
    version = brouillon.version
    version.definition = ecrire(definition)
    version.revision += 1
    version.modifie_le = brouillon.acteur.maintenant
    version.modifie_par = brouillon.acteur.utilisateur
    version.save(update_fields=["definition", "revision", "modifie_le", "modifie_par"])


def _a_la_revision(brouillon: Brouillon, revision: int) -> Questionnaire:
    """The draft as it stood at a revision. Raises ActionRefusee when there was none."""
    version = brouillon.version
    trace = version.events.filter(revision=revision).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    if trace is None or revision > version.revision:
        raise impossible(TROP_ANCIEN)
    return definition_du_texte(trace.definition)


def _refuser(
    refus: OperationImpossible, operation: Operation, definition: Questionnaire
) -> Exception:
    """What is raised for people: beside its field when it is about one, else a sentence."""
    fautes = [f for f in refus.fautes if f.code == operation.sujet]
    if refus.raison is Raison.FAUTE and fautes:
        return DemandeInvalide(fautes[0].propriete, dire_faute(fautes[0]))
    champ = {Raison.CODE_PRIS: "code", Raison.PREFIXE_RESERVE: "code", Raison.TYPE_PUBLIE: "type"}
    if refus.raison in champ:
        return DemandeInvalide(champ[refus.raison], en_francais(refus, definition))
    return impossible(en_francais(refus, definition))
