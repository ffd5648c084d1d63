"""What is without object agrees with nothing: neither side is asked to explain itself before it."""

import pytest

from bilans.models import Bilan
from bilans.services import validation
from declarations.models import Declaration
from habilitations.permissions import Acteur
from tests.bilans.services.test_accord import (
    alice,
    bilan,
    constats,
    declarer,
    lu,
    reelle,
    repondre,
)
from tests.monde import Monde, acteur

__all__ = ["alice", "bilan", "reelle"]
pytestmark = pytest.mark.django_db
MOTIF = "Ce bilan a été demandé par erreur à ce projet."


def test_un_bilan_sans_objet_n_arrete_plus_la_declaration(
    monde: Monde, bilan: Bilan, reelle: Declaration, alice: Acteur
) -> None:
    declarer(reelle, alice, "10")
    repondre(bilan, alice, enfants="12")
    assert constats(reelle, alice) == ["a_justifier"]
    conseiller = acteur(monde.conseiller)
    validation.declarer_sans_objet(bilan.pk, acteur=conseiller, motif=MOTIF)
    assert constats(reelle, alice) == []
    validation.retablir(bilan.pk, acteur=conseiller, motif="Il est bien attendu, en fait.")
    assert constats(reelle, alice) == ["a_justifier"]
    assert len(lu(bilan, alice).ecarts) == 1
