"""C14 and C17 – postes of a CCT: their time, and their salaries in the accounts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.regles.controles.contexte import A_JUSTIFIER, BLOQUANT, Contexte
from declarations.regles.controles.registre import executer
from declarations.regles.grille import NATURES, PREVISIONNELLE, LigneGrille
from tests.declarations.regles.fabrique import cles, contexte_er, contexte_vide, de

NB = "\u00a0"
FINE = "\u202f"
CLAIRE = LigneGrille("p1", "Claire Coop")
PAUL = LigneGrille("p2", "Paul Projet")
POSTES = (CLAIRE, PAUL)


def cct(nature: str = PREVISIONNELLE, lignes=POSTES, **donnees: str) -> Contexte:
    """Rows « p1__etp », accounts « comptes__64 »."""
    connues = {}
    for nom, valeur in donnees.items():
        chemin = nom.replace("__", ".")
        connues[chemin if chemin.startswith("comptes") else f"postes.{chemin}"] = valeur
    return contexte_vide("cct", nature, lignes=lignes, donnees=connues)


@pytest.mark.parametrize(
    ("etp", "fires"), [("0.79", False), ("0.80", False), ("0.81", True), ("1", True)]
)
@pytest.mark.parametrize("nature", NATURES)
def test_c14_etp_at_and_around_the_convention(nature, etp, fires):
    contexte = cct(nature, p1__etp=etp, p1__etp_conventionne="0.80")
    assert bool(de("C14", contexte)) is fires


def test_c14_shows_both_etp():
    (constat,) = de("C14", cct(p1__etp="1", p1__etp_conventionne="0.80"))
    assert constat.niveau == A_JUSTIFIER
    assert constat.cle == "C14:postes.p1.etp"
    assert constat.volet == "activite"
    assert constat.chemins == ("postes.p1.etp", "postes.p1.etp_conventionne")
    assert (constat.valeur, constat.reference) == (f"1{NB}ETP", f"0,8{NB}ETP")
    assert constat.ecart == f"0,2{NB}ETP"
    assert constat.message == (f"Claire Coop – 1{NB}ETP, pour 0,8{NB}ETP prévus par la convention.")


def test_c14_while_the_convention_is_not_known():
    assert de("C14", cct(p1__etp="1", p2__etp="3")) == []
    assert de("C14", cct(p1__etp="1", p1__etp_conventionne="illisible")) == []


def test_c14_a_poste_outside_the_convention():
    contexte = cct(p1__etp="0.80", p1__etp_conventionne="0.80", p2__etp="0.50")
    (constat,) = de("C14", contexte)
    assert constat.niveau == A_JUSTIFIER
    assert constat.cle == "C14:postes.p2.etp"
    assert (constat.valeur, constat.reference) == (f"0,5{NB}ETP", "Aucun")
    assert constat.message == (
        f"Paul Projet – 0,5{NB}ETP{NB}: ce poste ne figure pas dans la convention."
    )


@pytest.mark.parametrize("etp", ["", "0", "un", "-1"])
def test_c14_a_poste_outside_the_convention_without_any_time(etp):
    assert de("C14", cct(p1__etp="1", p1__etp_conventionne="1", p2__etp=etp)) == []


@pytest.mark.parametrize(
    ("mois", "fires"),
    [("-1", True), ("0", False), ("12", False), ("13", True), ("12.01", True)],
)
@pytest.mark.parametrize("nature", NATURES)
def test_c14_months_at_and_around_the_year(nature, mois, fires):
    contexte = cct(nature, p1__mois=mois)
    assert bool(de("C14", contexte)) is fires


@pytest.mark.parametrize("mois", ["-1", "13", "400", "12.5"])
def test_c14_alone_says_months_that_no_year_has(mois):
    (constat,) = (c for c in executer(cct(p1__mois=mois)) if "postes.p1.mois" in c.chemins)
    assert (constat.code, constat.niveau) == ("C14", BLOQUANT)
    assert constat.cle == "C14:postes.p1.mois"


def test_c14_months_are_said_in_words():
    (constat,) = de("C14", cct(p1__mois="14"))
    assert constat.message == (
        f"Claire Coop – 14{NB}mois de présence{NB}: indiquez de 0 à 12 mois."
    )


@pytest.mark.parametrize("mois", ["douze", "2.5", "9" * 30])
def test_c02_still_says_the_other_faults_of_months(mois):
    contexte = cct(p1__mois=mois)
    assert cles("C02", contexte) == ["C02:postes.p1.mois"]
    assert de("C14", contexte) == []


def test_c14_both_faults_of_one_poste():
    contexte = cct(p1__etp="2", p1__etp_conventionne="1", p1__mois="13")
    assert cles("C14", contexte) == ["C14:postes.p1.etp", "C14:postes.p1.mois"]


@given(st.decimals(0, 50, places=2), st.none() | st.decimals("0.01", 50, places=2), st.booleans())
def test_c14_compares_each_poste_with_its_own_convention(etp, prevu, est_connue):
    donnees = {"p1__etp": str(etp)}
    if prevu is not None:
        donnees["p1__etp_conventionne"] = str(prevu)
    if est_connue:
        donnees |= {"p2__etp": "1", "p2__etp_conventionne": "1"}
    attendu = etp > (prevu or 0) if prevu is not None or est_connue else False
    assert bool(de("C14", cct(**donnees))) is attendu


PARTAGE = (replace(CLAIRE, poste_conventionne=7), replace(PAUL, poste_conventionne=7))


@pytest.mark.parametrize(
    ("mois", "fires"), [(("8", "4"), False), (("8", "5"), True), (("12", "12"), True)]
)
def test_c14_rows_that_share_a_poste_of_the_convention(mois, fires):
    """Two persons may follow one another on a poste, never fill it twice."""
    temps = {f"{p}__etp": "1" for p in ("p1", "p2")}
    prevus = {f"{p}__etp_conventionne": "1" for p in ("p1", "p2")}
    contexte = cct(lignes=PARTAGE, p1__mois=mois[0], p2__mois=mois[1], **temps, **prevus)
    assert bool(de("C14", contexte)) is fires


def test_c14_a_shared_poste_is_said_once_for_all_its_rows():
    contexte = cct(
        lignes=PARTAGE,
        p1__etp="1", p1__mois="12", p1__etp_conventionne="1",
        p2__etp="0.50", p2__mois="6", p2__etp_conventionne="1",
    )  # fmt: skip
    (constat,) = de("C14", contexte)
    assert constat.niveau == A_JUSTIFIER
    assert constat.cle == "C14:convention.7"
    assert constat.chemins == (
        "postes.p1.etp", "postes.p1.mois", "postes.p2.etp", "postes.p2.mois",
    )  # fmt: skip
    assert (constat.valeur, constat.reference) == (f"1,25{NB}ETP", f"1{NB}ETP")
    assert constat.message == (
        f"Claire Coop, Paul Projet – 1,25{NB}ETP en année pleine sur un même poste de la "
        f"convention, qui en prévoit 1{NB}ETP."
    )


@pytest.mark.parametrize("mois", ["", "13", "six"])
def test_c14_a_shared_poste_waits_for_its_months(mois):
    contexte = cct(
        lignes=PARTAGE,
        p1__etp="1", p1__mois="12", p1__etp_conventionne="1",
        p2__etp="1", p2__mois=mois, p2__etp_conventionne="1",
    )  # fmt: skip
    assert "C14:convention.7" not in cles("C14", contexte)


SALAIRES = {"p1__salaire_charge": "40000.00", "p2__salaire_charge": "22000.50"}


@pytest.mark.parametrize(
    ("compte", "fires"), [("62000.49", True), ("62000.50", False), ("62000.51", False)]
)
@pytest.mark.parametrize("nature", NATURES)
def test_c17_at_and_around_account_64(nature, compte, fires):
    assert bool(de("C17", cct(nature, **SALAIRES, comptes__64=compte))) is fires


def test_c17_shows_both_amounts_and_names_every_salary():
    (constat,) = de("C17", cct(**SALAIRES, comptes__64="60000"))
    assert constat.niveau == A_JUSTIFIER
    assert constat.cle == "C17:salaires"
    assert constat.volet == "finances"
    assert constat.chemins == (
        "postes.p1.salaire_charge", "postes.p2.salaire_charge", "comptes.64",
    )  # fmt: skip
    assert constat.valeur == f"62{FINE}000,50{NB}€"
    assert constat.reference == f"60{FINE}000,00{NB}€"
    assert constat.ecart == f"2{FINE}000,50{NB}€"


def test_c17_names_every_salary_even_those_not_typed_yet():
    contexte = cct(p1__salaire_charge="61000", comptes__64="60000")
    assert de("C17", contexte)[0].chemins[:2] == (
        "postes.p1.salaire_charge", "postes.p2.salaire_charge",
    )  # fmt: skip


def test_c17_an_account_left_empty_counts_as_zero_once_there_are_charges():
    assert de("C17", cct(**SALAIRES)) == []
    (constat,) = de("C17", cct(**SALAIRES, comptes__60="100"))
    assert constat.reference == f"0,00{NB}€"


def test_c17_waits_for_readable_amounts():
    assert de("C17", cct(**SALAIRES, comptes__64="beaucoup")) == []
    illisible = SALAIRES | {"p2__salaire_charge": "beaucoup"}
    assert de("C17", cct(**illisible, comptes__64="1")) == []


def test_nothing_on_an_empty_cct_nor_elsewhere():
    deux = {"C14", "C17"}
    for nature in NATURES:
        assert not deux & {c.code for c in executer(contexte_vide("cct", nature))}
        assert not deux & {c.code for c in executer(contexte_vide("cct", nature, lignes=()))}
        assert not deux & {c.code for c in executer(contexte_er(nature))}
