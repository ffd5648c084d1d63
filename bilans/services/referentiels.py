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
from bilans.services.definitions import definition_du_brouillon
from habilitations.regles.exercices import bornes_exercice
from portal.socle.referentiels import Chargement, Releve

PRIS = (
    "la version {0} livrée avec le portail n’est pas chargée : ce numéro est déjà celui d’une "
    "version composée dans le portail, qui reste en vigueur. Pour publier celle qui est livrée, "
    "importez bilans/questionnaires/{0}.toml depuis la page du questionnaire : elle y prendra le "
    "numéro suivant."
)


@transaction.atomic
def charger_questionnaires() -> Chargement:
    """Publish the shipped versions that are not there yet, in order; idempotent.

    A number that an administrator took for a version of their own is left to it, and said: theirs
    is the one that bilans are on.
    """
    releve = Releve("Questionnaires")
    nationales = VersionQuestionnaire.objects.filter(questionnaire__caf=None)
    presentes = {
        (version.questionnaire.code, version.version): version
        for version in nationales.select_related("questionnaire")
    }
    for definition in livres().values():
        presente = presentes.get((definition.code, definition.version))
        if presente is None:
            releve.crees.append(str(_publier(definition)))
        elif definition_du_brouillon(presente) != definition:
            releve.gardes.append(str(presente))
            releve.avertissements.append(PRIS.format(definition.reference))
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
