"""What is left of a volet: one word, the same on its file, in lists and in reminders."""

import pytest

from declarations.models import Declaration, Volet
from declarations.presentation.reste import Reste, reste_de
from tests.monde import MAINTENANT

NEUF, COMMENCE = {}, {"modifie_le": MAINTENANT}
RENVOYE = {**COMMENCE, "renvoi_motif": "Les heures de juin manquent."}


@pytest.mark.parametrize(
    ("etat", "volets", "attendu"),
    [
        ("a_saisir", [NEUF], "Saisir"),
        ("en_saisie", [COMMENCE], "Compléter"),
        ("en_saisie", [NEUF, COMMENCE], "Compléter"),
        ("en_saisie", [RENVOYE], "Revoir"),
        ("en_saisie", [COMMENCE, RENVOYE], "Revoir"),
        ("a_corriger", [COMMENCE], "Corriger"),
        ("a_corriger", [RENVOYE], "Corriger"),
        ("a_corriger", [NEUF], "Corriger"),
    ],
)
def test_ce_qui_reste_a_faire(etat: str, volets: list[dict[str, object]], attendu: str) -> None:
    declaration = Declaration(etat=etat)
    assert reste_de(declaration, [Volet(**volet) for volet in volets]) == attendu


def test_jusqu_a_la_signature_ne_la_dit_qu_une_fois() -> None:
    dits = [reste.jusqu_a_la_signature for reste in Reste]
    assert dits == [
        "Corriger et signer",
        "Revoir et signer",
        "Saisir et signer",
        "Compléter et signer",
        "Vérifier et signer",
    ]
