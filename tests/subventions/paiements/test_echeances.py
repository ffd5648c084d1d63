"""Schedules as tables: the worked cases of the domain, forty more, and a cent never lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subventions.paiements.regles.echeances import dresser, ecart_a_accepter
from subventions.paiements.regles.etats import EtatEcheance
from subventions.paiements.regles.situation import EcheancierDossier
from subventions.referentiels import profils_acomptes
from tests.subventions.paiements.echeances_au_reel import AU_REEL
from tests.subventions.paiements.echeances_avant import AVANT
from tests.subventions.paiements.situations import N2, A, Ecrit, P, R, S, situation


def lu(echeancier: EcheancierDossier) -> list[Ecrit]:
    return [
        (e.nature.value, e.rang, "" if e.montant is None else f"{e.montant:.2f}", e.etat.value)
        for e in echeancier.echeances
    ]


CAS = AVANT | AU_REEL


def test_il_y_a_plus_de_quarante_cas() -> None:
    assert len(CAS) >= 44


@pytest.mark.parametrize("nom", CAS)
def test_echeancier(nom: str) -> None:
    de, attendu, reste = CAS[nom]
    echeancier = dresser(de)
    assert lu(echeancier) == attendu
    assert echeancier.reste == (None if reste is None else Decimal(reste))
    assert echeancier.trop_percu == max(-Decimal(reste or 0), Decimal(0))


def test_ce_qui_est_plafonne_se_dit_et_s_accepte() -> None:
    de = situation("reel_n2", droits=N2)
    assert [e.plafonnee for e in dresser(de).echeances] == [False, True, False]
    assert ecart_a_accepter(de)
    assert not ecart_a_accepter(situation("reel_n2", droits=N2, ecart_accepte=True))
    assert not ecart_a_accepter(situation(droits=P))


def test_ce_qui_est_a_payer_ne_compte_ni_suspendu_ni_attendu() -> None:
    assert dresser(situation(droits=P)).a_payer == Decimal("50400.00")
    assert dresser(situation(droits=P, suspendu=True)).a_payer == 0
    assert dresser(situation(droits=R, versements=[(A, 1, "25200", "ordonne")])).paye == 0


@pytest.mark.parametrize(
    ("etat", "mot"),
    [
        ("propose", "solde en cours de paiement"),
        ("ordonne", "solde en cours de paiement"),
        ("paye", "solde versé"),
    ],
)
def test_un_solde_n_est_pas_dit_verse_avant_de_l_etre(etat: str, mot: str) -> None:
    echeancier = dresser(situation(droits=R, versements=[(S, 1, "64800", etat)]))
    (versements,) = (e for e in echeancier.etapes if e.libelle == "Versements")
    assert [nom for nom, _ in versements.entrees] == [mot]
    assert versements.formule == mot


montants = st.integers(0, 10_000_000).map(lambda n: Decimal(n) / 100)
ecrits = st.lists(
    st.tuples(
        st.sampled_from([A, S]),
        st.integers(1, 2),
        montants.filter(lambda m: m > 0),
        st.sampled_from(["propose", "ordonne", "paye", "rejete", "retire"]),
    ),
    max_size=6,
    unique_by=lambda v: (v[0], v[1], v[3] in ("propose", "ordonne", "paye")),
)


@given(
    profil=st.sampled_from(["deux_fois_35", "reel_n2", "une_fois_70", "nouvel_equipement"]),
    droits=st.fixed_dictionaries(
        {"reel": montants},
        optional=dict.fromkeys(("reel_n2", "reel_n1", "previsionnel", "actualise"), montants),
    ),
    versements=ecrits,
    rembourse=montants,
    accepte=st.booleans(),
)
def test_le_droit_reel_est_toujours_la_au_centime(
    profil: str,
    droits: dict[str, Decimal],
    versements: list[tuple[str, int, Decimal, str]],
    rembourse: Decimal,
    accepte: bool,
) -> None:
    """Right réel = payments − repayments + what is left, whatever happened."""
    rangs = len(profils_acomptes()[profil].tranches)
    connus = [v for v in versements if v[0] == S or v[1] <= rangs]
    echeancier = dresser(
        situation(
            profil, droits=droits, versements=connus, rembourse=rembourse, ecart_accepte=accepte
        )
    )
    assert echeancier.reste is not None
    assert echeancier.verse - rembourse + echeancier.reste == droits["reel"]
    dus = [e.montant for e in echeancier.echeances if e.etat == EtatEcheance.DU]
    assert sum(dus) == max(echeancier.reste, 0)


@given(
    profil=st.sampled_from(["deux_fois_35", "reel_n2", "une_fois_70"]),
    previsionnel=montants,
    n1=montants,
    n2=montants,
)
def test_payer_ce_qui_est_du_jusqu_au_bout_tombe_juste(
    profil: str, previsionnel: Decimal, n1: Decimal, n2: Decimal
) -> None:
    """Each step is paid as it falls due, then the réel is known: nothing is left, nor too much
    beyond what the réel itself makes so."""
    droits = {"previsionnel": previsionnel, "reel_n1": n1, "reel_n2": n2}
    versements: list[tuple[str, int, Decimal, str]] = []
    for _ in range(3):
        for e in dresser(situation(profil, droits=droits, versements=versements)).echeances:
            if e.est_due and e.montant is not None:
                versements.append((e.nature.value, e.rang, e.montant, "paye"))
                break
    droits["reel"] = previsionnel
    fini = dresser(situation(profil, droits=droits, versements=versements))
    assert fini.trop_percu == 0
    versements += [
        (e.nature.value, e.rang, e.montant, "paye")
        for e in fini.echeances
        if e.est_due and e.montant is not None
    ]
    apres = dresser(situation(profil, droits=droits, versements=versements))
    assert apres.reste == 0
    assert sum((v[2] for v in versements), Decimal(0)) == previsionnel
    assert apres.est_acheve


CONNUS = [nom for nom, (cas, _, reste) in CAS.items() if reste is not None]


@pytest.mark.parametrize("nom", CONNUS)
def test_chaque_euro_du_droit_reel_se_dit_une_fois(nom: str) -> None:
    """Paid, on its way, to be paid now, or later: the four say the right réel, and no more."""
    cas = CAS[nom][0]
    e = dresser(cas)
    assert e.solde_a_venir is not None
    dit = e.paye + e.en_cours + e.a_payer + e.solde_a_venir - e.rembourse - e.trop_percu
    assert dit == cas.droits["reel"]


def test_un_solde_a_verser_n_est_pas_aussi_a_venir() -> None:
    e = dresser(
        situation(
            droits=P | {"reel": "74000"},
            versements=[(A, 1, "25200.00", "paye"), (A, 2, "25200.00", "propose")],
        )
    )
    assert (e.paye, e.en_cours) == (Decimal("25200.00"), Decimal("25200.00"))
    assert (e.a_payer, e.solde_a_venir) == (Decimal("23600.00"), Decimal(0))
