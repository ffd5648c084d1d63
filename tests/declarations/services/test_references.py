"""Which declarations stand beside another: those of its own exercice, those of the one before."""

import pytest

from declarations.models import Declaration
from declarations.services.contenu.references import references_de, references_ordonnees
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde

pytestmark = pytest.mark.django_db


def libelles(declaration: Declaration) -> list[str]:
    return [r.libelle for r in references_ordonnees(declaration)]


@pytest.fixture
def transmises(monde: Monde) -> None:
    for nature, annee in (("reelle", 2025), ("previsionnelle", 2026)):
        jusqu_a(monde.declaration(nature, annee), monde, "transmise")


@pytest.mark.usefixtures("transmises")
class TestActualisee:
    def test_la_prevision_de_son_exercice_se_lit_d_abord(self, monde: Monde) -> None:
        actualisee = monde.declaration("actualisee", 2026, numero=1)
        assert libelles(actualisee) == ["Prévisionnelle 2026", "Réelle 2025"]

    def test_une_seconde_suit_la_premiere_et_non_l_inverse(self, monde: Monde) -> None:
        premiere = monde.declaration("actualisee", 2026, numero=1)
        jusqu_a(premiere, monde, "transmise")
        seconde = monde.declaration("actualisee", 2026, numero=2)
        assert libelles(seconde) == ["Actualisée n° 1 2026", "Réelle 2025"]
        jusqu_a(seconde, monde, "transmise")
        assert libelles(premiere) == ["Prévisionnelle 2026", "Réelle 2025"]


@pytest.mark.usefixtures("transmises")
def test_une_previsionnelle_ne_se_compare_qu_a_l_exercice_precedent(monde: Monde) -> None:
    suivante = monde.declaration("previsionnelle", 2027)
    precedent, meme = references_de(suivante)
    assert precedent is not None
    assert precedent.libelle == "Prévisionnelle 2026"
    assert meme is None
