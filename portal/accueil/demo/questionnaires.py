"""What is composed in the demonstration: a national draft, and questions that a Caf adds."""

from datetime import datetime

from bilans.edition.regles.operations import Ajouter, Modifier, Operation
from bilans.edition.regles.types import question_vierge
from bilans.edition.services.creation import completer, ouvrir_une_version
from bilans.edition.services.enregistrement import enregistrer
from bilans.edition.services.publication import publier
from bilans.models import Questionnaire
from habilitations.permissions import Acteur
from portal.accueil.demo.bilans import DEPUIS, HEURE
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant
from portal.saisie.regles.conditions import EGAL, Comparaison, Reponse

CAF = "73"


def composer_les_questionnaires(decor: Decor) -> None:
    """Before any bilan is opened: those of the Caf take what it adds."""
    _questions_de_la_caf(decor, instant(decor.reperes.dans(-DEPUIS - 5), HEURE))
    _brouillon_national(decor, instant(decor.reperes.dans(-2), HEURE))


def _questions_de_la_caf(decor: Decor, quand: datetime) -> None:
    """Two questions of the Savoie after the CLAS bilan, one according to a national answer."""
    caf, national = decor.cafs[CAF], _questionnaire("bilan_clas")
    terrain = next(t for t in decor.terrains.values() if t.equipement.caf_id == caf.pk)
    qui = terrain.acteur(terrain.conseiller, quand)
    version = completer(national.pk, caf_id=caf.pk, acteur=qui)
    rubrique = f"caf{CAF}_rubrique"
    lien = question_vierge(
        f"caf{CAF}_cordees", "Le projet participe-t-il aux cordées de la réussite ?", "oui_non"
    )
    reunions = question_vierge(
        f"caf{CAF}_reunions", "Réunions de coordination tenues avec la Caf", "entier"
    )
    si = {"condition": Comparaison(Reponse("coordination"), EGAL, "oui")}
    operations: tuple[Operation, ...] = (
        Ajouter(lien, rubrique),
        Ajouter(reunions, rubrique),
        Modifier(reunions.code, si),
    )
    for rang, operation in enumerate(operations):
        enregistrer(version.pk, operation, revision=rang, acteur=qui)
    publier(version.pk, vaut_le=qui.jour, revision=3, acteur=qui)


def _brouillon_national(decor: Decor, quand: datetime) -> None:
    """The next version of the CCT bilan, begun: a question more, a help that says more."""
    qui = Acteur(decor.personnes["national"], quand)
    version = ouvrir_une_version(_questionnaire("bilan_cct").pk, acteur=qui)
    question = question_vierge(
        "poste_remplacement",
        "Comment les absences de plus d’un mois sont-elles remplacées ?",
        "texte",
    )
    operations: tuple[Operation, ...] = (
        Ajouter(question, "postes"),
        Modifier("formation", {"aide": "Comptez les formations suivies pendant l’exercice."}),
    )
    for rang, operation in enumerate(operations):
        enregistrer(version.pk, operation, revision=rang, acteur=qui)


def _questionnaire(code: str) -> Questionnaire:
    return Questionnaire.objects.get(code=code, caf=None)
