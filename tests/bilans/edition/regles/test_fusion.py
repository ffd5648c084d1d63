"""Two editors at once: what each decided is kept, or both are shown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.atelier import Atelier
from bilans.edition.regles.fusion import Conflit, Divergence, reporter
from bilans.edition.regles.operations import Encadrer, Intituler, Modifier, Operation, Supprimer
from bilans.edition.regles.rangement import Decaler, Degrouper
from bilans.regles.questionnaire import Question, Questionnaire
from tests.bilans.edition.essai import essai

ATELIER = Atelier()


def ensemble(autre: Operation, mienne: Operation) -> Questionnaire:
    """Mine, decided on the definition before the other was saved."""
    actuel = ATELIER.appliquer(essai(), autre)
    return ATELIER.appliquer(actuel, reporter(mienne, essai(), actuel))


def question(questionnaire: Questionnaire, code: str) -> Question:
    element = place_de(questionnaire, code).element
    assert isinstance(element, Question)
    return element


def toutes(code: str, **changees: object) -> Modifier:
    """What a form sends: every property, changed or not."""
    element = question(essai(), code)
    noms = ("libelle", "aide", "obligatoire", "minimum", "maximum")
    return Modifier(code, {nom: getattr(element, nom) for nom in noms} | changees)


def test_deux_questions_se_modifient_en_meme_temps() -> None:
    apres = ensemble(toutes("nom", libelle="Nom usuel"), toutes("enfants", maximum=Decimal(30)))

    assert question(apres, "nom").libelle == "Nom usuel"
    assert question(apres, "enfants").maximum == 30


def test_deux_proprietes_d_une_question_aussi() -> None:
    apres = ensemble(toutes("nom", libelle="Nom usuel"), toutes("nom", aide="Tel que déclaré"))

    assert (question(apres, "nom").libelle, question(apres, "nom").aide) == (
        "Nom usuel",
        "Tel que déclaré",
    )


def test_la_meme_propriete_donne_les_deux_valeurs() -> None:
    with pytest.raises(Conflit) as conflit:
        ensemble(toutes("nom", libelle="Nom usuel"), toutes("nom", libelle="Raison sociale"))

    assert conflit.value.divergences == (Divergence("libelle", "Raison sociale", "Nom usuel"),)
    assert conflit.value.code == "nom"


def test_la_meme_valeur_n_est_pas_un_conflit() -> None:
    apres = ensemble(toutes("nom", libelle="Nom usuel"), toutes("nom", libelle="Nom usuel"))

    assert question(apres, "nom").libelle == "Nom usuel"


def test_ce_qui_a_disparu_est_dit() -> None:
    with pytest.raises(Conflit) as conflit:
        ensemble(Supprimer("nom"), toutes("nom", libelle="Nom usuel"))

    assert conflit.value.disparu
    assert conflit.value.nom == "Nom de la structure"


@pytest.mark.parametrize("mienne", [Supprimer("bloc"), Degrouper("bloc")])
def test_on_ne_supprime_pas_ce_qu_un_autre_vient_de_changer(mienne: Operation) -> None:
    with pytest.raises(Conflit) as conflit:
        ensemble(Modifier("detail", {"aide": "En quelques lignes"}), mienne)

    assert not conflit.value.disparu
    assert ensemble(Modifier("nom", {"aide": "Ailleurs"}), mienne)


def test_deplacer_vaut_ou_que_soient_les_autres() -> None:
    apres = ensemble(Decaler("nom", 1), Decaler("combien", -1))

    # « combien » goes up by one from where it now stands.
    codes = [e.code for e in place_de(apres, "structure").element.elements]
    assert codes == ["bonus", "combien", "nom", "bloc"]


def test_le_titre_et_le_cadre_se_fusionnent_de_meme() -> None:
    cadre = essai().cadre
    assert cadre is not None
    apres = ensemble(
        Encadrer(replace(cadre, fin=2028)), Encadrer(replace(cadre, source="Circulaire"))
    )
    assert apres.cadre is not None
    assert (apres.cadre.fin, apres.cadre.source) == (2028, "Circulaire")
    with pytest.raises(Conflit):
        ensemble(Encadrer(replace(cadre, fin=2028)), Encadrer(replace(cadre, fin=2027)))
    assert ensemble(Intituler("A"), Intituler(essai().titre)).titre == "A"
    with pytest.raises(Conflit):
        ensemble(Intituler("A"), Intituler("B"))
