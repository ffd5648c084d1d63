"""Who reads a paper of a file, whatever its kind."""

from hypothesis import given
from hypothesis import strategies as st

from portal.dossiers.models import PieceJointe
from portal.dossiers.regles.pieces import LecteurDePieces

NUMEROS = st.integers(min_value=1, max_value=4)


def partenaire(*roles: str, envoyees: int = 0) -> LecteurDePieces:
    return LecteurDePieces(frozenset(roles), cote_caf=False, envoyees=envoyees)


def caf(envoyees: int, saisit: bool = False) -> LecteurDePieces:
    return LecteurDePieces(frozenset({"conseiller"}), True, envoyees, saisit)


def test_il_faut_un_role_de_chaque_groupe() -> None:
    groupes = [["approbateur", "finances"], ["activite", "approbateur"]]
    assert partenaire("approbateur").lit(groupes)
    assert partenaire("finances", "activite").lit(groupes)
    assert not partenaire("finances").lit(groupes)
    assert partenaire().lit([])


@given(version=NUMEROS, envoyees=st.integers(0, 4))
def test_la_caf_lit_ce_qui_est_envoye(version: int, envoyees: int) -> None:
    piece = PieceJointe(version=version)
    assert piece.est_lisible(caf(envoyees)) == (version <= envoyees)
    assert piece.est_lisible(caf(envoyees, saisit=True))
    assert piece.est_lisible(partenaire(envoyees=envoyees))
    assert PieceJointe(version=version, cote_caf=True).est_lisible(caf(envoyees))
    assert PieceJointe(version=version, message_id=1).est_lisible(caf(envoyees))


@given(version=NUMEROS, envoyees=st.integers(0, 4))
def test_retiree_avant_d_etre_envoyee_elle_ne_l_a_jamais_ete(version: int, envoyees: int) -> None:
    piece = PieceJointe(version=version, retiree_version=version)
    assert not piece.est_lisible(caf(envoyees))
    assert piece.est_lisible(partenaire(envoyees=envoyees))
