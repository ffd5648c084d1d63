"""C11, C12 and C13 – collectifs of a CLAS: notified, filled, and their bonuses."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.controles import valeurs_de_reference
from declarations.regles.controles.contexte import A_JUSTIFIER, BLOQUANT, Contexte
from declarations.regles.controles.registre import executer
from declarations.regles.grille import NATURES, PREVISIONNELLE, REELLE, LigneGrille
from tests.declarations.regles.fabrique import cles, contexte_er, contexte_vide, de

NB = "\u00a0"
ECOLE = LigneGrille("c1", "École Jules-Ferry")
COLLEGE = LigneGrille("c2", "Collège Pasteur")
LYCEE = LigneGrille("c3", "Lycée Vaugelas")
COLLECTIFS = (ECOLE, COLLEGE, LYCEE)
PROJETS = ("projet_bonus_enfants", "projet_bonus_parents")


def clas(nature: str = PREVISIONNELLE, lignes=COLLECTIFS, **donnees: str) -> Contexte:
    """``donnees`` by chemin, « __ » standing for the dot."""
    connues = {chemin.replace("__", "."): valeur for chemin, valeur in donnees.items()}
    return contexte_vide("clas", nature, lignes=lignes, donnees=connues)


@pytest.mark.parametrize(("notifies", "fires"), [("2", True), ("3", False), ("4", False)])
@pytest.mark.parametrize("nature", NATURES)
def test_c11_at_and_around_the_notification(nature, notifies, fires):
    assert bool(de("C11", clas(nature, collectifs_notifies=notifies))) is fires


def test_c11_shows_both_numbers_and_says_what_is_not_financed():
    (constat,) = de("C11", clas(collectifs_notifies="1"))
    assert constat.niveau == A_JUSTIFIER
    assert constat.cle == "C11:collectifs"
    assert constat.volet == "activite"
    assert constat.chemins[0] == "collectifs.c1.niveau"
    assert constat.chemins[-1] == "collectifs_notifies"
    assert (constat.valeur, constat.valeur_libelle) == ("3", "Collectifs déclarés")
    assert (constat.reference, constat.reference_libelle) == ("1", "Collectifs notifiés")
    assert constat.ecart == "2"
    assert constat.message == (
        "3 collectifs déclarés, pour 1 dans la notification de la Caf. Ce qui dépasse la "
        "notification n’est pas financé."
    )


def test_c11_a_notification_of_none():
    (constat,) = de("C11", clas(lignes=(ECOLE,), collectifs_notifies="0"))
    assert constat.message.startswith("1 collectif déclaré, pour 0 ")


@pytest.mark.parametrize("notifies", ["", "trois", "9" * 30])
def test_c11_without_a_notification_that_can_be_read(notifies):
    assert de("C11", clas(collectifs_notifies=notifies)) == []
    assert de("C11", clas()) == []


def test_c11_without_any_collectif():
    assert de("C11", clas(lignes=(), collectifs_notifies="0")) == []


@pytest.mark.parametrize(
    ("enfants", "fires"),
    [("7", True), ("8", False), ("10", False), ("12", False), ("13", True), ("0", True)],
)
@pytest.mark.parametrize("nature", NATURES)
def test_c12_at_and_around_both_bounds(nature, enfants, fires):
    assert bool(de("C12", clas(nature, collectifs__c1__enfants=enfants))) is fires


def test_c12_one_key_for_each_collectif():
    contexte = clas(
        collectifs__c1__enfants="7", collectifs__c2__enfants="10", collectifs__c3__enfants="14"
    )
    premier, second = de("C12", contexte)
    assert (premier.cle, second.cle) == (
        "C12:collectifs.c1.enfants",
        "C12:collectifs.c3.enfants",
    )
    assert premier.niveau == A_JUSTIFIER
    assert premier.chemins == ("collectifs.c1.enfants",)
    assert (premier.valeur, premier.reference, premier.ecart) == ("7", "8 à 12", "−1")
    assert (second.valeur, second.reference, second.ecart) == ("14", "8 à 12", "2")
    assert premier.message == (
        "École Jules-Ferry – 7 enfants inscrits\u00a0: un collectif en compte de 8 à 12."
    )


def test_c12_obeys_its_parameters():
    contexte = contexte_vide("clas", lignes=(ECOLE,), donnees={"collectifs.c1.enfants": "7"})
    seuils = valeurs_de_reference() | {"C12.minimum": Decimal(5), "C12.maximum": Decimal(6)}
    assert [c.reference for c in de("C12", replace(contexte, seuils=seuils))] == ["5 à 6"]
    assert de("C12", replace(contexte, seuils=seuils | {"C12.maximum": Decimal(7)})) == []


@pytest.mark.parametrize("enfants", ["", "douze", "-3", "9" * 30])
def test_c12_leaves_what_c01_and_c02_say(enfants):
    assert de("C12", clas(collectifs__c1__enfants=enfants)) == []


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_c12_fires_outside_the_bounds_and_only_there(enfants, minimum, maximum):
    contexte = contexte_vide(
        "clas", lignes=(ECOLE,), donnees={"collectifs.c1.enfants": str(enfants)}
    )
    seuils = {"C12.minimum": Decimal(minimum), "C12.maximum": Decimal(maximum)}
    contexte = replace(contexte, seuils=valeurs_de_reference() | seuils)
    assert bool(de("C12", contexte)) is (enfants < minimum or enfants > maximum)


@pytest.mark.parametrize("nature", NATURES)
@pytest.mark.parametrize("rang", [0, 1])
def test_c13_a_bonus_without_its_project(nature, rang):
    bonus = ("bonus_enfants", "bonus_parents")[rang]
    contexte = clas(
        nature, **{f"collectifs__c1__{bonus}": "non", f"collectifs__c3__{bonus}": "oui"}
    )
    (constat,) = de("C13", contexte)
    assert constat.niveau == BLOQUANT
    assert constat.cle == f"C13:{PROJETS[rang]}"
    assert constat.chemins == (PROJETS[rang], f"collectifs.c3.{bonus}")
    assert constat.volet == "activite"
    assert "(Lycée Vaugelas)" in constat.message


def test_c13_names_every_collectif_that_claims_it():
    contexte = clas(collectifs__c1__bonus_enfants="oui", collectifs__c2__bonus_enfants="oui")
    (constat,) = de("C13", contexte)
    assert constat.message == (
        f"Le bonus enfants est demandé (École Jules-Ferry, Collège Pasteur){NB}: décrivez le "
        "projet socio-éducatif auquel il engage, ou répondez non."
    )


def test_c13_both_bonuses_at_once():
    contexte = clas(collectifs__c1__bonus_enfants="oui", collectifs__c2__bonus_parents="oui")
    assert cles("C13", contexte) == [f"C13:{projet}" for projet in PROJETS]


@pytest.mark.parametrize(("texte", "fires"), [("", True), (" \n\t", True), ("Un atelier.", False)])
def test_c13_a_blank_project_is_no_project(texte, fires):
    contexte = clas(collectifs__c1__bonus_enfants="oui", projet_bonus_enfants=texte)
    assert bool(de("C13", contexte)) is fires


def test_c13_the_project_of_one_bonus_is_not_that_of_the_other():
    contexte = clas(collectifs__c1__bonus_enfants="oui", projet_bonus_parents="Un café.")
    assert cles("C13", contexte) == ["C13:projet_bonus_enfants"]


@pytest.mark.parametrize("reponse", ["non", "", "Oui", "1"])
def test_c13_without_a_yes(reponse):
    assert de("C13", clas(collectifs__c1__bonus_enfants=reponse)) == []


def test_nothing_on_an_empty_clas_nor_elsewhere():
    trois = {"C11", "C12", "C13"}
    for nature in NATURES:
        assert not trois & {c.code for c in executer(contexte_vide("clas", nature))}
        assert not trois & {c.code for c in executer(contexte_vide("clas", nature, lignes=()))}
    assert not trois & {c.code for c in executer(contexte_er(REELLE))}
