"""The helper of the other tests leads a declaration to every state."""

import pytest

from declarations.regles.etats import Etat
from declarations.services.contenu import contenu_de
from tests.declarations.remplir import jusqu_a, remplir
from tests.monde import Monde


@pytest.mark.parametrize("nature", ["previsionnelle", "reelle"])
def test_les_valeurs_completes_ne_laissent_aucun_obstacle(monde: Monde, nature: str) -> None:
    declaration = remplir(monde.declaration(nature, 2025), monde)

    evaluation = contenu_de(declaration.version_courante).evaluation

    assert evaluation.obstacles == {}
    assert evaluation.estimation is not None
    assert evaluation.estimation.est_estimee


@pytest.mark.parametrize("etat", sorted(Etat))
def test_jusqu_a_chaque_etat(monde: Monde, etat: str) -> None:
    assert jusqu_a(monde.declaration(), monde, etat).etat == etat
