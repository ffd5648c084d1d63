"""Schedules as tables: the worked cases of the domain, forty more, and a cent never lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subventions.paiements.regles.echeances import dresser, ecart_a_accepter
from subventions.paiements.regles.etats import EtatEcheance
from subventions.paiements.regles.situation import EcheancierDossier, Situation, VersementConnu
from subventions.referentiels import profils_acomptes

A, S = "acompte", "solde"
Ecrit = tuple[str, int, str, str]


def situation(profil: str = "deux_fois_35", **champs: object) -> Situation:
    droits = {nom: Decimal(valeur) for nom, valeur in champs.pop("droits", {}).items()}
    versements = tuple(
        VersementConnu(nature, rang, Decimal(montant), etat)
        for nature, rang, montant, etat in champs.pop("versements", ())
    )
    return Situation(
        profils_acomptes().get(profil),
        droits,
        versements=versements,
        rembourse=Decimal(champs.pop("rembourse", "0.00")),
        **champs,
    )


def lu(echeancier: EcheancierDossier) -> list[Ecrit]:
    return [
        (e.nature.value, e.rang, "" if e.montant is None else f"{e.montant:.2f}", e.etat.value)
        for e in echeancier.echeances
    ]


N2 = {"reel_n2": "60000", "reel_n1": "58000", "previsionnel": "72000"}
P = {"previsionnel": "72000"}
R = P | {"reel": "64800"}
# What it starts from → each step, and what is left (None while the réel is unknown).
CAS: dict[str, tuple[Situation, list[Ecrit], str | None]] = {
    # --- the worked cases of DOMAINE §4
    "N-2 justifié": (
        situation("reel_n2", droits=N2, ecart_accepte=True),
        [(A, 1, "21000.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 non justifié": (
        situation("reel_n2", droits=N2),
        [(A, 1, "21000.00", "du"), (A, 2, "19600.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 payé, réel 64 800": (
        situation(
            "reel_n2",
            droits=N2 | {"reel": "64800"},
            ecart_accepte=True,
            versements=[(A, 1, "21000", "paye"), (A, 2, "25200", "paye")],
        ),
        [(A, 1, "21000.00", "paye"), (A, 2, "25200.00", "paye"), (S, 1, "18600.00", "du")],
        "18600.00",
    ),
    "N-2 payé, réel 40 000": (
        situation(
            "reel_n2",
            droits=N2 | {"reel": "40000"},
            versements=[(A, 1, "21000", "paye"), (A, 2, "25200", "paye")],
        ),
        [(A, 1, "21000.00", "paye"), (A, 2, "25200.00", "paye")],
        "-6200.00",
    ),
    # --- nothing yet, or not all
    "sans profil": (situation("", droits=R), [], None),
    "rien de connu": (
        situation(),
        [(A, 1, "", "attend"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "prévisionnel seul": (
        situation(droits=P),
        [(A, 1, "25200.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "prévisionnel provisoire": (
        situation(provisoires=frozenset({"previsionnel"})),
        [(A, 1, "", "attend"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "prévisionnel nul": (
        situation(droits={"previsionnel": "0"}),
        [(A, 1, "0.00", "nul"), (A, 2, "0.00", "nul"), (S, 1, "", "attend")],
        None,
    ),
    "une fois": (
        situation("une_fois_70", droits=P),
        [(A, 1, "50400.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "une fois, centimes": (
        situation("une_fois_70", droits={"previsionnel": "0.01"}),
        [(A, 1, "0.01", "du"), (S, 1, "", "attend")],
        None,
    ),
    "une fois, moins qu’un centime": (
        situation("une_fois_70", droits={"previsionnel": "0.00"}),
        [(A, 1, "0.00", "nul"), (S, 1, "", "attend")],
        None,
    ),
    "nouvel équipement sans actualisée": (
        situation("nouvel_equipement", droits=P),
        [(A, 1, "25200.00", "du"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "nouvel équipement actualisé": (
        situation("nouvel_equipement", droits=P | {"actualise": "80000"}),
        [(A, 1, "25200.00", "du"), (A, 2, "28000.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 sans N-2": (
        situation("reel_n2", droits={"reel_n1": "58000", "previsionnel": "72000"}),
        [(A, 1, "", "attend"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 sans N-1": (
        situation("reel_n2", droits={"reel_n2": "60000", "previsionnel": "72000"}),
        [(A, 1, "21000.00", "du"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 sans N-1, écart accepté": (
        situation(
            "reel_n2", droits={"reel_n2": "60000", "previsionnel": "72000"}, ecart_accepte=True
        ),
        [(A, 1, "21000.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2, écart de 10 % juste": (
        situation(
            "reel_n2", droits={"reel_n2": "60000", "reel_n1": "50000", "previsionnel": "55000"}
        ),
        [(A, 1, "21000.00", "du"), (A, 2, "17500.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    # --- in preparation, ordered, paid
    "premier proposé": (
        situation(droits=P, versements=[(A, 1, "25200", "propose")]),
        [(A, 1, "25200.00", "propose"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier ordonné": (
        situation(droits=P, versements=[(A, 1, "25200", "ordonne")]),
        [(A, 1, "25200.00", "ordonne"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier payé, prévisionnel baissé": (
        situation(droits={"previsionnel": "10000"}, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "3500.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2, premier payé au-delà du plafond": (
        situation(
            "reel_n2",
            droits=N2 | {"previsionnel": "20000"},
            ecart_accepte=True,
            versements=[(A, 1, "21000", "paye")],
        ),
        [(A, 1, "21000.00", "paye"), (A, 2, "0.00", "nul"), (S, 1, "", "attend")],
        None,
    ),
    "tout payé, réel inconnu": (
        situation(droits=P, versements=[(A, 1, "25200", "paye"), (A, 2, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "25200.00", "paye"), (S, 1, "", "attend")],
        None,
    ),
    # --- withdrawn, sent back
    "premier retiré": (
        situation(droits=P, versements=[(A, 1, "25200", "retire")]),
        [(A, 1, "25200.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier rejeté": (
        situation(droits=P, versements=[(A, 1, "25200", "rejete")]),
        [(A, 1, "25200.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier rejeté puis payé": (
        situation(droits=P, versements=[(A, 1, "25200", "rejete"), (A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier rejeté, prévisionnel changé": (
        situation(droits={"previsionnel": "70000"}, versements=[(A, 1, "25200", "rejete")]),
        [(A, 1, "24500.00", "du"), (A, 2, "24500.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier rejeté, second payé": (
        situation(
            droits={"previsionnel": "70000"},
            versements=[(A, 1, "25200", "rejete"), (A, 2, "25200", "paye")],
        ),
        [(A, 1, "25200.00", "du"), (A, 2, "25200.00", "paye"), (S, 1, "", "attend")],
        None,
    ),
    # --- the réel is known
    "réel sans acompte": (
        situation(droits=R),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "du")],
        "64800.00",
    ),
    "réel sans prévisionnel": (
        situation(droits={"reel": "100.10"}),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "100.10", "du")],
        "100.10",
    ),
    "réel après un acompte": (
        situation(droits=R, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris"), (S, 1, "39600.00", "du")],
        "39600.00",
    ),
    "réel bas après un acompte": (
        situation(droits=P | {"reel": "20000"}, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris")],
        "-5200.00",
    ),
    "réel nul": (
        situation(droits=P | {"reel": "0"}),
        [(A, 1, "", "repris"), (A, 2, "", "repris")],
        "0.00",
    ),
    "réel nul après un acompte": (
        situation(droits=P | {"reel": "0"}, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris")],
        "-25200.00",
    ),
    "réel et acompte rejeté": (
        situation(droits=R, versements=[(A, 1, "25200", "rejete"), (A, 2, "25200", "paye")]),
        [(A, 1, "", "repris"), (A, 2, "25200.00", "paye"), (S, 1, "39600.00", "du")],
        "39600.00",
    ),
    "solde proposé": (
        situation(droits=R, versements=[(S, 1, "64800", "propose")]),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "propose")],
        "0.00",
    ),
    "solde rejeté": (
        situation(droits=R, versements=[(S, 1, "64800", "rejete")]),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "du")],
        "64800.00",
    ),
    "complément après rectificative": (
        situation(droits=P | {"reel": "70000"}, versements=[(S, 1, "64800", "paye")]),
        [
            *((A, 1, "", "repris"), (A, 2, "", "repris")),
            *((S, 1, "64800.00", "paye"), (S, 2, "5200.00", "du")),
        ],
        "5200.00",
    ),
    "trop-perçu après rectificative": (
        situation(droits=P | {"reel": "60000"}, versements=[(S, 1, "64800", "paye")]),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "paye")],
        "-4800.00",
    ),
    "trop-perçu rendu en partie": (
        situation(
            droits=P | {"reel": "60000"},
            versements=[(S, 1, "64800", "paye")],
            rembourse="1800.00",
        ),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "paye")],
        "-3000.00",
    ),
    "trop-perçu rendu, réel relevé": (
        situation(
            droits=P | {"reel": "64800"},
            versements=[(S, 1, "64800", "paye")],
            rembourse="4800.00",
        ),
        [
            *((A, 1, "", "repris"), (A, 2, "", "repris")),
            *((S, 1, "64800.00", "paye"), (S, 2, "4800.00", "du")),
        ],
        "4800.00",
    ),
    # --- suspended
    "suspendu avant tout": (
        situation(droits=P, suspendu=True),
        [(A, 1, "25200.00", "suspendu"), (A, 2, "25200.00", "suspendu"), (S, 1, "", "attend")],
        None,
    ),
    "suspendu après un acompte": (
        situation(droits=R, suspendu=True, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris"), (S, 1, "39600.00", "suspendu")],
        "39600.00",
    ),
    "suspendu, trop-perçu": (
        situation(
            droits=P | {"reel": "20000"}, suspendu=True, versements=[(A, 1, "25200", "paye")]
        ),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris")],
        "-5200.00",
    ),
}


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
