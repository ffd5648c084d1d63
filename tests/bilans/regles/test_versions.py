"""From one version to the next: what changes is told, what may not is refused, what was stays."""

from dataclasses import replace

from hypothesis import given

from bilans.regles.questionnaire import Colonne as ColonneDeTableau
from bilans.regles.questionnaire import Element, Groupe, Question, Questionnaire
from bilans.regles.verification import Genre
from bilans.regles.versions import Nature, comparer, types_changes
from tests.bilans.strategies import PROPRIETE, questionnaires

A, B, C = (Question(code, code.upper(), "texte") for code in "abc")
SCORE = Question("s", "S", "score", colonnes=(ColonneDeTableau("famille", "Famille"),))


def version(numero: int, *elements: Element, autres: tuple[Element, ...] = ()) -> Questionnaire:
    sections = (Groupe("g", "G", elements), *((Groupe("h", "H", autres),) if autres else ()))
    return Questionnaire("essai", str(numero), "Essai", sections)


def dits(avant: Questionnaire, apres: Questionnaire) -> list[tuple[Nature, str, tuple[str, ...]]]:
    return [(c.nature, c.code, c.proprietes) for c in comparer(avant, apres)]


def test_ce_qui_est_ajoute_retire_et_modifie_est_dit() -> None:
    autre = replace(B, libelle="B autrement", obligatoire=False)

    assert dits(version(1, A, B), version(2, autre, C)) == [
        (Nature.MODIFICATION, "b", ("libelle", "obligatoire")),
        (Nature.AJOUT, "c", ()),
        (Nature.RETRAIT, "a", ()),
    ]


def test_renommer_un_code_est_retirer_et_ajouter() -> None:
    assert dits(version(1, A), version(2, replace(A, code="a2"))) == [
        (Nature.AJOUT, "a2", ()),
        (Nature.RETRAIT, "a", ()),
    ]


def test_un_deplacement_est_dit_de_ce_qui_a_bouge_seulement() -> None:
    assert dits(version(1, A, B, C), version(2, B, C, A)) == [(Nature.DEPLACEMENT, "a", ())]
    assert dits(version(1, A, B, autres=(C,)), version(2, B, autres=(C, A))) == [
        (Nature.DEPLACEMENT, "a", ())
    ]


def test_une_question_devenue_groupe_change_de_type() -> None:
    assert dits(version(1, A), version(2, Groupe("a", "A"))) == [
        (Nature.MODIFICATION, "a", ("type",))
    ]


@PROPRIETE
@given(questionnaires())
def test_rien_ne_change_d_une_version_a_elle_meme(questionnaire: Questionnaire) -> None:
    assert comparer(questionnaire, questionnaire) == ()
    assert types_changes([questionnaire], questionnaire) == ()


@PROPRIETE
@given(questionnaires(), questionnaires())
def test_chaque_code_est_garde_ajoute_ou_retire(avant: Questionnaire, apres: Questionnaire) -> None:
    codes = [{place.element.code for place in v.places} for v in (avant, apres)]
    par_nature = {n: {c.code for c in comparer(avant, apres) if c.nature == n} for n in Nature}

    assert par_nature[Nature.AJOUT] == codes[1] - codes[0]
    assert par_nature[Nature.RETRAIT] == codes[0] - codes[1]
    assert par_nature[Nature.DEPLACEMENT] | par_nature[Nature.MODIFICATION] <= codes[0] & codes[1]


def test_le_type_d_un_code_publie_ne_change_pas() -> None:
    publiees = [version(1, A, SCORE), version(2, B)]
    brouillon = version(3, replace(A, type="entier"), B, replace(SCORE, type="tableau"))

    (anomalie,) = types_changes(publiees, brouillon)

    assert (anomalie.rang, anomalie.genre, anomalie.sujet) == ((0, 0), Genre.TYPE_PUBLIE, "texte")
