"""A questionnaire published, and what the journal says of it."""

from datetime import timedelta

from django.db.models import Model

from bilans.edition.services.publication import publier
from bilans.models import VersionQuestionnaire
from portal.socle.models import LigneJournal
from tests.bilans.edition.brouillons import brouillon
from tests.monde import JOUR, Monde, acteur

MOTIF = "Le dispositif change l’an prochain."


def actions(objet: Model) -> list[str]:
    lignes = LigneJournal.objects.filter(objet_id=objet.pk, action__startswith="questionnaire.")
    return list(lignes.order_by("pk").values_list("action", flat=True))


def publie(monde: Monde, jours: int = 0) -> VersionQuestionnaire:
    version = brouillon(monde)
    return publier(
        version.pk,
        vaut_le=JOUR + timedelta(days=jours),
        revision=0,
        acteur=acteur(monde.national),
    )
