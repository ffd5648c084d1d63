"""The case is derived; its papers are data."""

import pytest

from habilitations.adhesions.definitions import genres, lire
from habilitations.adhesions.regles.cas import Cas, Tenus, cas_de
from habilitations.adhesions.regles.pieces import attendues

TOUTES = [
    "fiche_identification",
    "convention_mcp",
    "bulletin_afas",
    "contrat_service",
    "pj1",
    "pj2",
    "pj3",
]


@pytest.mark.parametrize(
    ("mcp", "afas", "cas"),
    [
        (False, False, Cas.A),
        (False, True, Cas.A),
        (True, False, Cas.B),
        (True, True, Cas.C),
    ],
)
def test_le_cas_suit_ce_que_la_caf_detient(mcp: bool, afas: bool, cas: Cas) -> None:
    assert cas_de(Tenus(mcp, afas)) == cas


@pytest.mark.parametrize(
    ("cas", "demandees"),
    [(Cas.A, TOUTES), (Cas.B, TOUTES[2:]), (Cas.C, ["pj3"])],
)
def test_les_pieces_de_chaque_cas(cas: Cas, demandees: list[str]) -> None:
    assert list(attendues(genres().values(), cas)) == demandees


PIECE = """
[[pieces]]
code = "pj1"
libelle = "PJ 1"
contenu = "Les administrateurs."
cas = ["a"]
donnees = ["siret"]
sections = ["personnes"]
articles = ["Le partenaire désigne les personnes ci-dessous."]
"""


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ('cas = ["a"]', 'cas = ["d"]'),
        ('["siret"]', '["iban"]'),
        ('["personnes"]', '["comptes"]'),
        ('libelle = "PJ 1"', ""),
        (PIECE, PIECE + PIECE),
    ],
)
def test_une_definition_qui_se_contredit_est_refusee(avant: str, apres: str) -> None:
    assert list(lire(PIECE)) == ["pj1"]
    with pytest.raises(ValueError, match=r"PJ|pj1|iban|comptes|'d'"):
        lire(PIECE.replace(avant, apres))
