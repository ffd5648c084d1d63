"""C06 and C07 – variations against another declaration."""

from decimal import Decimal

import pytest

from declarations.regles.controles.contexte import A_JUSTIFIER, Reference
from declarations.regles.grille import ACTUALISEE, PREVISIONNELLE, REELLE, LigneGrille
from tests.declarations.regles.fabrique import (
    cles,
    contexte_er,
    contexte_vide,
    de,
    estimation,
    reference_er,
)

NB = "\u00a0"
ENTRETIENS = "lieux.l1.heures_entretiens"  # 100 h of 200 h in all


def test_c06_shows_both_figures_and_names_the_reference():
    (constat,) = de(
        "C06", contexte_er(donnees={ENTRETIENS: "160"}, exercice_precedent=reference_er())
    )
    assert constat.niveau == A_JUSTIFIER
    assert constat.cle == "C06:heures_entretiens"
    assert constat.volet == "activite"
    assert constat.chemins == (ENTRETIENS, "lieux.l2.heures_entretiens")
    assert (constat.valeur, constat.valeur_libelle) == (f"260{NB}h", "Prévisionnelle 2025")
    assert (constat.reference, constat.reference_libelle) == (f"200{NB}h", "Réelle 2024")
    assert constat.ecart == f"+30,0{NB}%"
    assert constat.message == (
        f"Heures d’entretiens{NB}: 260{NB}h (Prévisionnelle 2025), contre 200{NB}h "
        f"(Réelle 2024). La variation de +30,0{NB}% dépasse le seuil de 10{NB}%."
    )


@pytest.mark.parametrize(
    ("heures", "fires"),
    [("120", False), ("120.01", True), ("80", False), ("79.99", True), ("100", False)],
)
def test_c06_exactly_ten_percent_does_not_fire(heures, fires):
    contexte = contexte_er(donnees={ENTRETIENS: heures}, exercice_precedent=reference_er())
    assert bool(de("C06", contexte)) is fires


def test_c06_a_hair_above_the_threshold_is_not_written_as_the_threshold():
    contexte = contexte_er(donnees={ENTRETIENS: "120.01"}, exercice_precedent=reference_er())
    assert de("C06", contexte)[0].ecart == f"+10,01{NB}%"


def test_c06_obeys_its_parameter():
    contexte = contexte_er(
        donnees={ENTRETIENS: "120"},
        exercice_precedent=reference_er(),
        seuils={"C06.ecart": Decimal(9), "C07.ecart": Decimal(10)},
    )
    assert cles("C06", contexte) == ["C06:heures_entretiens"]
    assert f"dépasse le seuil de 9{NB}%" in de("C06", contexte)[0].message


@pytest.mark.parametrize(("montant", "fires"), [("90000.00", False), ("90000.01", True)])
def test_c06_charges_belong_to_the_finances(montant, fires):
    contexte = contexte_er(donnees={"comptes.64": montant}, exercice_precedent=reference_er())
    trouves = de("C06", contexte)
    assert [c.cle for c in trouves] == (["C06:charges"] if fires else [])
    assert all(c.volet == "finances" for c in trouves)
    assert all(c.chemins == ("comptes.60", "comptes.64") for c in trouves)


def test_c06_contributions_are_not_charges():
    contexte = contexte_er(donnees={"comptes.861": "90000"}, exercice_precedent=reference_er())
    assert de("C06", contexte) == []


@pytest.mark.parametrize(("montant", "fires"), [("1100.00", False), ("1100.01", True)])
def test_c06_the_estimate_belongs_to_both_volets(montant, fires):
    contexte = contexte_er(
        estimation=estimation(montant),
        exercice_precedent=reference_er(montant=Decimal("1000.00")),
    )
    trouves = de("C06", contexte)
    assert [(c.cle, c.volet) for c in trouves] == ([("C06:estimation", "")] if fires else [])


def test_c06_without_reference_or_with_a_reference_of_zero():
    assert de("C06", contexte_er(donnees={ENTRETIENS: "9999"})) == []
    zero = dict.fromkeys((ENTRETIENS, "lieux.l2.heures_entretiens"), "0")
    avant = reference_er(donnees=zero, montant=Decimal(0))
    contexte = contexte_er(exercice_precedent=avant, estimation=estimation("500"))
    assert de("C06", contexte) == []


def test_c06_falls_to_zero_fire():
    zero = dict.fromkeys((ENTRETIENS, "lieux.l2.heures_entretiens"), "0")
    contexte = contexte_er(donnees=zero, exercice_precedent=reference_er())
    assert de("C06", contexte)[0].ecart == f"−100,0{NB}%"


def test_c06_waits_for_complete_and_readable_totals():
    for valeur in ("", "abc"):
        contexte = contexte_er(donnees={ENTRETIENS: valeur}, exercice_precedent=reference_er())
        assert de("C06", contexte) == []


def test_c06_and_c07_on_empty_data():
    avant = reference_er()
    for nature in (PREVISIONNELLE, REELLE):
        contexte = contexte_vide(nature=nature, exercice_precedent=avant, meme_exercice=avant)
        assert de("C06", contexte) == []
        assert de("C07", contexte) == []


def test_c06_a_reference_is_read_with_its_own_lines():
    """A lieu more or less changes the total, not the comparison."""
    avant = reference_er(lignes=(LigneGrille("l1", "Maison de Chambéry"),))
    trouves = cles("C06", contexte_er(exercice_precedent=avant))
    assert trouves == [
        "C06:heures_rencontres",
        "C06:heures_entretiens",
        "C06:heures_organisation",
    ]


@pytest.mark.parametrize(("mois", "fires"), [("11", False), ("12", True), ("9", False)])
def test_c06_cct_exactly_ten_percent_with_twelfths(mois, fires):
    """10/12 and 11/12 of a post have endless decimals: the comparison stays exact."""
    poste = (LigneGrille("p1", "Coordination"),)
    avant = Reference(
        REELLE, 2024, "Réelle 2024", poste, {"postes.p1.etp": "1", "postes.p1.mois": "10"}
    )
    contexte = contexte_vide(
        "cct",
        lignes=poste,
        donnees={"postes.p1.etp": "1", "postes.p1.mois": mois},
        exercice_precedent=avant,
    )
    assert cles("C06", contexte) == (["C06:etp_annuels"] if fires else [])


def test_c06_clas_counts_collectifs_and_children():
    collectifs = tuple(LigneGrille(f"c{n}", f"Collectif {n}") for n in range(1, 4))
    enfants = {f"collectifs.{c.cle}.enfants": "10" for c in collectifs}
    avant = Reference(REELLE, 2024, "Réelle 2024-2025", collectifs[:2], enfants)
    contexte = contexte_vide("clas", lignes=collectifs, donnees=enfants, exercice_precedent=avant)
    constats = de("C06", contexte)
    assert [c.cle for c in constats] == ["C06:collectifs", "C06:enfants"]
    assert constats[0].chemins[0] == "collectifs.c1.niveau"
    assert constats[0].valeur_libelle == "Prévisionnelle 2025-2026"


def prevision(**change):
    return reference_er("Prévisionnelle 2025", PREVISIONNELLE, 2025, **change)


def test_c07_compares_the_reelle_with_the_last_forecast():
    contexte = contexte_er(REELLE, donnees={ENTRETIENS: "60"}, meme_exercice=prevision())
    (constat,) = de("C07", contexte)
    assert constat.niveau == A_JUSTIFIER
    assert constat.cle == "C07:heures_entretiens"
    assert constat.valeur_libelle == "Réelle 2025"
    assert constat.reference_libelle == "Prévisionnelle 2025"
    assert constat.ecart == f"−20,0{NB}%"


@pytest.mark.parametrize(("heures", "fires"), [("120", False), ("120.01", True)])
def test_c07_exactly_ten_percent_does_not_fire(heures, fires):
    contexte = contexte_er(REELLE, donnees={ENTRETIENS: heures}, meme_exercice=prevision())
    assert bool(de("C07", contexte)) is fires


def test_c07_obeys_its_own_parameter():
    contexte = contexte_er(
        REELLE,
        donnees={ENTRETIENS: "160"},
        meme_exercice=prevision(),
        seuils={"C06.ecart": Decimal(10), "C07.ecart": Decimal(30), "C21.ecart": Decimal(15)},
    )
    assert de("C07", contexte) == []


def test_c07_concerns_the_reelle_only_and_needs_a_forecast():
    assert de("C07", contexte_er(donnees={ENTRETIENS: "1"}, meme_exercice=prevision())) == []
    assert de("C07", contexte_er(REELLE, donnees={ENTRETIENS: "1"})) == []


def test_both_may_fire_on_the_same_figure():
    contexte = contexte_er(
        REELLE,
        donnees={ENTRETIENS: "160"},
        meme_exercice=prevision(),
        exercice_precedent=reference_er(),
    )
    assert cles("C06", contexte) == ["C06:heures_entretiens"]
    assert cles("C07", contexte) == ["C07:heures_entretiens"]


class TestActualisee:
    """It updates the forecast of its own exercice: that is what it is first compared with."""

    def contexte(self, **references):
        return contexte_er(ACTUALISEE, donnees={ENTRETIENS: "160"}, **references)

    def test_la_prevision_de_son_exercice_d_abord(self):
        prevision = reference_er("Prévisionnelle 2025", PREVISIONNELLE, 2025)
        contexte = self.contexte(exercice_precedent=reference_er(), meme_exercice=prevision)
        assert de("C06", contexte) == []
        (constat,) = de("C07", contexte)
        assert constat.reference_libelle == "Prévisionnelle 2025"

    def test_sans_elle_l_exercice_precedent(self):
        contexte = self.contexte(exercice_precedent=reference_er())
        assert cles("C06", contexte) == ["C06:heures_entretiens"]
        assert de("C07", contexte) == []
