"""C01 – required values."""

from declarations.regles.controles.contexte import BLOQUANT
from declarations.regles.grille import REELLE, LigneGrille
from tests.declarations.regles.fabrique import cles, contexte_er, contexte_vide, de


def test_nothing_to_say_when_everything_is_filled():
    assert de("C01", contexte_er()) == []
    assert de("C01", contexte_er(REELLE)) == []


def test_an_empty_field_is_named_with_its_lieu_and_linked():
    (constat,) = de("C01", contexte_er(sans=["lieux.l2.heures_entretiens"]))
    assert constat.niveau == BLOQUANT
    assert constat.cle == "C01:lieux.l2.heures_entretiens"
    assert constat.chemins == ("lieux.l2.heures_entretiens",)
    assert constat.volet == "activite"
    assert constat.message == (
        "«\u00a0Heures d’entretiens – Antenne d’Ugine\u00a0» reste à renseigner."
    )


def test_zero_is_a_value_and_blanks_are_not():
    assert de("C01", contexte_er(donnees={"lieux.l1.heures_entretiens": "0"})) == []
    vide = {"lieux.l1.heures_entretiens": " \u00a0 "}
    assert cles("C01", contexte_er(donnees=vide)) == ["C01:lieux.l1.heures_entretiens"]


def test_empty_declaration():
    trouves = cles("C01", contexte_vide())
    assert trouves == [
        *(f"C01:lieux.{cle}.heures_{genre}" for cle in ("l1", "l2")
          for genre in ("rencontres", "entretiens", "organisation")),
        "C01:comptes",
    ]  # fmt: skip


def test_yearly_figures_are_asked_with_the_reelle_only():
    manquants = cles("C01", contexte_vide(nature=REELLE))
    assert "C01:lieux.l1.enfants_0_2" in manquants
    assert "C01:resultat_annonce" in manquants
    assert "C01:resultat_annonce" not in cles("C01", contexte_vide())


def test_accounts_give_one_constat_for_the_side_that_is_missing():
    sans_produit = contexte_er(sans=["comptes.741", "comptes.70623"])
    (constat,) = de("C01", sans_produit)
    assert constat.cle == "C01:comptes"
    assert constat.volet == "finances"
    assert constat.chemins == ("comptes.70",)
    assert "au moins un produit" in constat.message
    assert "charge" not in constat.message


def test_both_sides_missing_are_said_together():
    seules_contributions = contexte_er(
        sans=["comptes.60", "comptes.64", "comptes.741", "comptes.70623"]
    )
    (constat,) = de("C01", seules_contributions)
    assert constat.chemins == ("comptes.60", "comptes.70")
    assert "au moins une charge et au moins un produit" in constat.message


def test_a_declaration_without_any_row():
    (constat, *_) = de("C01", contexte_er(lignes=()))
    assert constat.cle == "C01:lieux"
    assert constat.volet == "activite"
    assert "conseiller de votre Caf" in constat.message
    (clas, *_) = de("C01", contexte_vide("clas", lignes=()))
    assert "ajoutez-en un" in clas.message


def test_figures_given_by_the_caf_are_not_asked_of_the_partner():
    clas = contexte_vide("clas", lignes=(LigneGrille("c1", "Collège"),))
    assert "C01:collectifs_notifies" not in cles("C01", clas)


def test_a_conditional_field_is_asked_when_its_condition_holds():
    poste = (LigneGrille("p1", "Coordination"),)
    for reponse, attendu in (("oui", True), ("non", False)):
        cct = contexte_vide(
            "cct", REELLE, lignes=poste, donnees={"postes.p1.chef_de_projet": reponse}
        )
        assert ("C01:reunions_pilotage" in cles("C01", cct)) is attendu
