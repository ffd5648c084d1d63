"""Which roles nobody holds."""

from hypothesis import given
from hypothesis import strategies as st

from habilitations.regles.couverture import Tenu, non_pourvus

ROLES = ("a", "f", "p")
IDS = st.frozensets(st.integers(1, 6))
TENUS = st.lists(st.builds(Tenu, st.sampled_from(ROLES), st.booleans(), IDS), max_size=8)


def test_un_role_sur_tout_le_reste_equipement_par_equipement() -> None:
    tenus = [Tenu("a", True, frozenset()), Tenu("p", False, frozenset({1}))]
    assert non_pourvus([1, 2], ROLES, tenus) == {(1, "f"), (2, "f"), (2, "p")}
    assert non_pourvus([], ROLES, tenus) == set()
    assert non_pourvus([1], ["a"], []) == {(1, "a")}


@given(IDS, TENUS)
def test_un_role_est_vacant_ou_quelqu_un_le_tient(ids: frozenset[int], tenus: list[Tenu]) -> None:
    vacants = non_pourvus(ids, ROLES, tenus)
    for pk in ids:
        for role in ROLES:
            tenu = any(t.role == role and t.porte_sur(pk) for t in tenus)
            assert tenu != ((pk, role) in vacants)


@given(IDS, TENUS)
def test_ce_que_l_on_retire_ne_pourvoit_rien(ids: frozenset[int], tenus: list[Tenu]) -> None:
    assert non_pourvus(ids, ROLES, tenus) <= non_pourvus(ids, ROLES, tenus[1:])
