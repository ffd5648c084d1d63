"""What a Caf would pay and claim back: the schedules of its files, never a cent lost."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from subventions.referentiels import profils_acomptes
from subventions.simulateur.regles.prevision import Prevision

PROFILS = profils_acomptes()
euros = st.decimals(0, 10**6, places=2)
droits = st.fixed_dictionaries(
    {"previsionnel": euros},
    optional={"reel": euros, "actualise": euros, "reel_n1": euros, "reel_n2": euros},
)


@given(st.lists(st.tuples(droits, st.sampled_from(sorted(PROFILS))), max_size=8))
def test_verse_moins_indu_fait_le_dernier_droit_connu(dossiers):
    prevision = Prevision()
    attendu = Decimal(0)
    for connus, code in dossiers:
        prevision.ajouter(connus, PROFILS[code])
        attendu += next(connus[n] for n in ("reel", "actualise", "previsionnel") if n in connus)
    assert sum(prevision.verses) - sum(prevision.indus) == attendu
    assert Prevision.depuis_json(prevision.en_json()) == prevision


def test_un_reel_plus_bas_que_les_acomptes_est_un_indu():
    """DOMAINE §4: 70 % of 10 000 paid, 6 000 in the end."""
    prevision = Prevision()
    prevision.ajouter(
        {"previsionnel": Decimal(10000), "reel": Decimal(6000)}, PROFILS["deux_fois_35"]
    )
    assert (prevision.verses[2], prevision.verses[8]) == (Decimal(3500), Decimal(3500))
    assert (prevision.verses[17], prevision.indus[17]) == (Decimal(0), Decimal(1000))


def test_sans_profil_ni_droit_rien_ne_s_invente():
    prevision = Prevision()
    prevision.ajouter({"previsionnel": Decimal(100)}, None)
    prevision.ajouter({}, PROFILS["deux_fois_35"])
    prevision.ajouter({"previsionnel": Decimal(100)}, PROFILS["reel_n2"])
    assert (prevision.sans_profil, prevision.en_attente) == (1, 1)
    assert sum(prevision.verses) == Decimal(100)
