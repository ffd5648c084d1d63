"""What is exported as XLSForm comes back the same, and pyxform takes it."""

from io import BytesIO

import pytest
from hypothesis import given
from pyxform.xls2xform import convert

from bilans.exports.xlsform import exporter
from bilans.imports.xlsform import lire_xlsform
from bilans.imports.xlsform.colonnes import CITATION
from bilans.regles.questionnaire import Groupe, Question, Questionnaire
from portal.lecteur.classeurs import lire_classeur as lire_sur_place
from portal.socle import lecture_classeurs
from tests.bilans.strategies import PROPRIETE, questionnaires


@pytest.fixture(scope="module", autouse=True)
def _lire_sur_place(request: pytest.FixtureRequest) -> None:
    """The same reader without its process: one is started for each file otherwise."""
    with pytest.MonkeyPatch.context() as ici:
        ici.setattr(
            lecture_classeurs, "lire_a_part", lambda tache, contenu: lire_sur_place(contenu)
        )
        yield


@PROPRIETE
@given(questionnaires(simples=True).filter(lambda q: CITATION not in repr(q)))
def test_l_aller_et_retour_ne_perd_rien(questionnaire: Questionnaire) -> None:
    exporte = exporter(questionnaire)
    feuilles = lecture_classeurs.lire_classeur(exporte.contenu)

    relu = lire_xlsform(feuilles, "essai")

    assert exporte.ecarts == ()
    assert relu.erreurs == ()
    assert relu.questionnaire == questionnaire


@PROPRIETE
@given(questionnaires())
def test_pyxform_accepte_ce_qui_est_exporte(questionnaire: Questionnaire) -> None:
    exporte = exporter(questionnaire)

    resultat = convert(BytesIO(exporte.contenu), file_type=".xlsx", validate=False)

    assert "<h:html" in resultat.xform


def test_ce_qui_citerait_une_reponse_est_ecrit_autrement_et_dit() -> None:
    """In a text of ours « ${ » is nothing but two signs; in XLSForm it begins a reference."""
    question = Question("a", "Prix en ${", "texte", aide="${b}", message="${")
    groupe = Groupe("g", "Titre ${", (question,))
    exporte = exporter(Questionnaire("essai", "1", "Essai ${", (groupe,)))

    convert(BytesIO(exporte.contenu), file_type=".xlsx", validate=False)

    dits = [ecart.code for ecart in exporte.ecarts if "${" in ecart.message]
    assert dits == ["essai", "g", "a", "a", "a"]
    feuilles = lecture_classeurs.lire_classeur(exporte.contenu)
    relu = lire_xlsform(feuilles, "essai")
    assert relu.erreurs == ()
    assert relu.questionnaire.titre == "Essai $ {"
