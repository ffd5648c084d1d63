"""A workbook brought back once what it was made for has changed: what the page says of it."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from declarations.regles.etats import Etat
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import demander_correction, jusqu_a
from tests.declarations.services.test_classeur import alice, case, pris, rendu
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")
__all__ = ["alice"]


def dit(reponse) -> str:
    return " ".join(strip_tags(reponse.content.decode()).split())


def test_un_champ_ferme_ne_se_dit_pas_a_saisir_ensuite(alice: Client, monde: Monde) -> None:
    """A correction opens one field: no other can be « saisi ensuite »."""
    declaration = declaration_clas(monde, collectifs=2)
    jusqu_a(declaration, monde, Etat.EN_INSTRUCTION)
    demander_correction(declaration, monde, volets=(), champs=("collectifs.c1.enfants",))
    classeur = pris(alice, declaration)
    case(classeur, "Collectifs", "enfants", "Collectif 2").value = 7

    lu = dit(rendu(alice, declaration, classeur))
    assert "n’est pas ouverte à la saisie" in lu
    assert "saisissez-les ensuite" not in lu
    assert "n’a pas été compris" not in lu

    case(classeur, "Collectifs", "enfants", "Collectif 1").value = "beaucoup"
    assert "saisissez-les ensuite" in dit(rendu(alice, declaration, classeur))


def test_un_classeur_d_avant_la_transmission_est_de_cette_declaration(
    alice: Client, monde: Monde
) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    classeur = pris(alice, declaration)
    jusqu_a(declaration, monde, Etat.EN_INSTRUCTION)
    demander_correction(declaration, monde, volets=("activite",), champs=())

    reponse = rendu(alice, declaration, classeur)

    assert reponse.status_code == 422
    lu = dit(reponse)
    assert "d’une autre version de cette déclaration" in lu
    assert "d’une autre déclaration" not in lu


def test_un_classeur_rendu_apres_la_signature_n_est_pas_laisse_sans_reponse(
    alice: Client, monde: Monde
) -> None:
    declaration = declaration_clas(monde, collectifs=2)
    classeur = pris(alice, declaration)
    jusqu_a(declaration, monde, Etat.A_APPROUVER)

    reponse = rendu(alice, declaration, classeur)

    assert reponse.status_code == 302
    assert "Le classeur n’a pas été lu" in dit(alice.get(reponse.url))
