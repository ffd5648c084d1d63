"""What a Caf would pay and claim back: the schedules of its files, never a cent lost."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from subventions.paiements.regles.situation import Situation, VersementConnu
from subventions.referentiels import profils_acomptes
from subventions.simulateur.regles.prevision import Prevision, reunir

PROFILS = profils_acomptes()
euros = st.decimals(0, 10**6, places=2)
droits = st.fixed_dictionaries(
    {"previsionnel": euros},
    optional={"reel": euros, "actualise": euros, "reel_n1": euros, "reel_n2": euros},
)


verses = st.lists(
    st.builds(
        VersementConnu,
        st.sampled_from(["acompte", "solde"]),
        st.integers(1, 2),
        st.decimals("0.01", 10**6, places=2),
        st.sampled_from(["propose", "ordonne", "paye", "rejete", "retire"]),
    ),
    max_size=4,
    unique_by=lambda v: (v.nature, v.rang),
)


@given(st.lists(st.tuples(droits, st.sampled_from(sorted(PROFILS)), verses), max_size=8))
def test_verse_moins_indu_fait_le_dernier_droit_connu(dossiers):
    """Whatever was paid, sent back or taken out: never a cent lost."""
    prevision = Prevision()
    attendu, deja = Decimal(0), Decimal(0)
    for connus, code, payes in dossiers:
        acomptes = len(PROFILS[code].tranches)
        siens = tuple(v for v in payes if v.nature == "solde" or v.rang <= acomptes)
        prevision.ajouter(Situation(PROFILS[code], connus, versements=siens))
        attendu += next(connus[n] for n in ("reel", "actualise", "previsionnel") if n in connus)
        deja += sum(v.montant for v in siens if v.compte)
    assert sum(prevision.verses) - sum(prevision.indus) == attendu
    assert prevision.deja == deja
    assert Prevision.depuis_json(prevision.en_json()) == prevision


@given(droits, st.sampled_from(sorted(PROFILS)), verses)
def test_suspendu_rien_de_plus_n_est_prevu(connus, code, payes):
    """What was paid stays, what the suspension holds back is told: together, the last right."""
    siens = tuple(v for v in payes if v.rang <= len(PROFILS[code].tranches))
    prevision = Prevision()
    prevision.ajouter(Situation(PROFILS[code], connus, suspendu=True, versements=siens))
    paye = sum((v.montant for v in siens if v.compte), Decimal(0))
    dernier = next(connus[n] for n in ("reel", "actualise", "previsionnel") if n in connus)
    assert (sum(prevision.verses), prevision.deja, sum(prevision.indus)) == (paye, paye, 0)
    assert prevision.retenus == max(dernier - paye, Decimal(0))
    assert prevision.suspendus == 1
    assert Prevision.depuis_json(prevision.en_json()) == prevision
    assert reunir([(1, prevision), (9, prevision)])[1].retenus == 2 * prevision.retenus


def test_un_reel_plus_bas_que_les_acomptes_est_un_indu():
    """DOMAINE §4: 70 % of 10 000 paid, 6 000 in the end."""
    prevision = Prevision()
    connus = {"previsionnel": Decimal(10000), "reel": Decimal(6000)}
    prevision.ajouter(Situation(PROFILS["deux_fois_35"], connus))
    assert (prevision.verses[2], prevision.verses[8]) == (Decimal(3500), Decimal(3500))
    assert (prevision.verses[17], prevision.indus[17]) == (Decimal(0), Decimal(1000))


def test_sans_profil_ni_droit_rien_ne_s_invente():
    prevision = Prevision()
    connus = {"previsionnel": Decimal(100)}
    prevision.ajouter(Situation(None, connus))
    prevision.ajouter(Situation(PROFILS["deux_fois_35"], {}))
    prevision.ajouter(Situation(PROFILS["reel_n2"], connus))
    assert (prevision.sans_profil, prevision.en_attente) == (1, 1)
    assert sum(prevision.verses) == Decimal(100)


def test_ce_qui_a_ete_verse_est_au_mois_ou_il_l_a_ete():
    """4 000 paid in May in place of 3 500 in March; the second acompte is still to come."""
    prevision = Prevision()
    paye = VersementConnu("acompte", 1, Decimal(4000), "paye")
    situation = Situation(
        PROFILS["deux_fois_35"], {"previsionnel": Decimal(10000)}, versements=(paye,)
    )
    prevision.ajouter(situation, {("acompte", 1): 4})
    payes = {rang: montant for rang, montant in enumerate(prevision.verses) if montant}
    assert payes == {4: Decimal(4000), 8: Decimal(3500), 17: Decimal(2500)}
    assert prevision.deja == Decimal(4000)


def test_le_reel_connu_le_solde_reprend_l_acompte_qui_n_est_pas_parti():
    prevision = Prevision()
    paye = VersementConnu("acompte", 1, Decimal(3500), "paye")
    connus = {"previsionnel": Decimal(10000), "reel": Decimal(9000)}
    prevision.ajouter(Situation(PROFILS["deux_fois_35"], connus, versements=(paye,)))
    payes = {rang: montant for rang, montant in enumerate(prevision.verses) if montant}
    assert payes == {2: Decimal(3500), 17: Decimal(5500)}


def test_un_versement_hors_de_l_horizon_compte_a_son_bout():
    prevision = Prevision()
    paye = VersementConnu("acompte", 1, Decimal(70), "paye")
    situation = Situation(
        PROFILS["une_fois_70"], {"previsionnel": Decimal(100)}, versements=(paye,)
    )
    prevision.ajouter(situation, {("acompte", 1): -3})
    prevision.ajouter(situation, {("acompte", 1): 40})
    assert (prevision.verses[0], prevision.verses[23]) == (Decimal(70), Decimal(70))


def test_deux_exercices_de_la_meme_annee_sur_un_calendrier():
    """CLAS begins in September: its month 2 is the tenth after the January of the others."""
    civil, scolaire = Prevision(), Prevision()
    civil.ajouter(Situation(PROFILS["une_fois_70"], {"previsionnel": Decimal(100)}))
    scolaire.ajouter(Situation(PROFILS["une_fois_70"], {"previsionnel": Decimal(200)}))
    premier, tout = reunir([(9, scolaire), (1, civil)])
    assert premier == 1
    payes = {rang: montant for rang, montant in enumerate(tout.verses) if montant}
    assert payes == {2: Decimal(70), 10: Decimal(140), 17: Decimal(30), 25: Decimal(60)}
    assert len(tout.verses) == len(tout.indus) == 32
