"""Answers exported as whoever asks for them would have them."""

from django.http import QueryDict

from bilans.exports.analyse import fabrique_de
from bilans.forms.analyse import comptage_de
from bilans.models import VersionQuestionnaire
from habilitations.models import Utilisateur
from tests.monde import acteur


def exporter(
    qui: Utilisateur, publiee: VersionQuestionnaire, genre: str = "xlsx", **demande: str
) -> bytes:
    data = QueryDict(mutable=True)
    data.update({"questionnaire": str(publiee.questionnaire_id), "genre": genre, **demande})
    faites: list[int] = []
    contenu = fabrique_de(comptage_de(data, acteur(qui)), data)(faites.append)
    assert faites
    return contenu
