"""Several editors at the very same time, on real transactions: nobody's work is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from bilans.edition.regles.operations import Ajouter
from bilans.edition.regles.types import question_vierge
from bilans.edition.services.creation import creer
from bilans.edition.services.enregistrement import enregistrer
from bilans.services.definitions import definition_du_brouillon
from tests.bilans.edition.essai import essai
from tests.monde import acteur, nouveau_monde

COMBIEN = 12


@pytest.mark.django_db(transaction=True)
def test_douze_ajouts_simultanes_sont_tous_la() -> None:
    monde = nouveau_monde()
    qui = acteur(monde.national)
    version = creer(code="essai", titre="Essai", acteur=qui, definition=essai())

    def ajouter(rang: int) -> None:
        question = question_vierge(f"neuve_{rang}", f"Neuve {rang}", "texte")
        try:
            enregistrer(version.pk, Ajouter(question, "structure"), revision=0, acteur=qui)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fils:
        list(fils.map(ajouter, range(COMBIEN)))

    version.refresh_from_db()
    codes = {e.code for e in definition_du_brouillon(version).sections[0].elements}
    assert {f"neuve_{rang}" for rang in range(COMBIEN)} <= codes
    assert version.revision == COMBIEN
