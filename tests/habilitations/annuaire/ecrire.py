"""What the tests of the annuaire write, and what the journal says of it."""

from habilitations.annuaire.services import gestionnaires
from habilitations.models import Gestionnaire
from portal.socle.models import LigneJournal
from tests.monde import Monde, acteur

NOUVEAU = {"siret": "981 237 001 00012", "nom": "Les Alizés", "nature": "association"}


def derniere(objet: object) -> LigneJournal:
    return LigneJournal.objects.sur(objet).last()


def ajouter(monde: Monde, **champs: object) -> Gestionnaire:
    voulu = {**NOUVEAU, "adresse": "1 rue du Lac", "caf_id": monde.caf.pk, **champs}
    return gestionnaires.creer_gestionnaire(**voulu, acteur=acteur(monde.responsable))
