"""An act of a bilan, sent as its page sends it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from bilans.models import Bilan
from bilans.regles.questionnaire import Questionnaire
from bilans.services.definitions import definition_du_bilan

MOTIF = "Les effectifs du second collectif sont à reprendre."


def envoyer(client: Client, vue: str, bilan: Bilan, *args: Any, **donnees: Any) -> Any:
    return client.post(reverse(f"bilans:{vue}", args=[bilan.pk, *args]), donnees, follow=True)


def questionnaire_de(bilan: Bilan) -> Questionnaire:
    return definition_du_bilan(Bilan.objects.select_related("version").get(pk=bilan.pk))
