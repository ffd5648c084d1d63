"""A row of the transition table is enough: its page exists, its act has words."""

import pytest
from django.urls import reverse

from declarations.actes_en_mots import ACTIONS
from declarations.regles.etats import ACTES, Action
from declarations.regles.grille import ACTIVITE
from portal.dossiers.regles.transitions import Transition


@pytest.mark.parametrize("transition", list(ACTES), ids=lambda t: t.action)
def test_sa_page_existe(transition: Transition) -> None:
    if transition.action == Action.JUSTIFIER:  # In the page of the checks, one by one.
        assert not transition.vue
        return
    partie = [ACTIVITE] if transition.par_partie else []
    assert reverse(transition.vue, args=[1, *partie]).startswith("/declarations/1/")


@pytest.mark.parametrize("transition", list(ACTES), ids=lambda t: t.action)
def test_son_acte_a_ses_mots(transition: Transition) -> None:
    if transition.action in (Action.SAISIR, Action.JUSTIFIER):  # Told otherwise than act by act.
        assert not transition.verbe
        return
    assert transition.verbe in ACTIONS
