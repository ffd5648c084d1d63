"""The questionnaires that ship with the portal, brought to the database once each.

The rule is that of ``portal.socle.referentiels``: a version that is there is never written again.
"""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bilans.definitions import ecrire
from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.questionnaires import livres
from bilans.regles.questionnaire import Questionnaire as Definition
from habilitations.regles.exercices import bornes_exercice
from portal.socle.referentiels import Chargement, Releve


@transaction.atomic
def charger_questionnaires() -> Chargement:
    """Publish the shipped versions that are not there yet, in order; idempotent."""
    releve = Releve("Questionnaires")
    presentes = set(
        VersionQuestionnaire.objects.filter(questionnaire__caf=None).values_list(
            "questionnaire__code", "version"
        )
    )
    for definition in livres().values():
        if (definition.code, definition.version) not in presentes:
            releve.crees.append(str(_publier(definition)))
    return releve.clore()


def numero_suivant() -> int:
    """The number of the next questionnaire; the caller holds the transaction."""
    dernier = Questionnaire.objects.aggregate(dernier=Max("numero"))["dernier"]
    return (dernier or 0) + 1


def _publier(definition: Definition) -> VersionQuestionnaire:
    questionnaire, _ = Questionnaire.objects.get_or_create(
        code=definition.code,
        caf=None,
        defaults={"titre": definition.titre, "numero": numero_suivant()},
    )
    maintenant = timezone.now()
    return VersionQuestionnaire.objects.create(
        questionnaire=questionnaire,
        version=definition.version,
        definition=ecrire(definition),
        etat=VersionQuestionnaire.Etat.PUBLIEE,
        cree_le=maintenant,
        publiee_le=maintenant,
        vaut_le=_vaut_le(definition),
    )


def _vaut_le(definition: Definition) -> date:
    """The first day of the first exercice that it is asked for."""
    if definition.cadre is None:
        raise ValueError(f"{definition.reference} n’a pas de cadre")
    return bornes_exercice(definition.cadre.dispositif, definition.cadre.debut)[0]
