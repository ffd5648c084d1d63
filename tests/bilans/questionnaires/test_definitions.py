"""What holds for every questionnaire that ships: wording, codes, conditions, shared figures."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from bilans.definitions import ecrire, lire
from bilans.exports.xlsform import exporter
from bilans.questionnaires import DOSSIER, livres
from bilans.regles.etat import evaluer
from bilans.regles.questionnaire import (
    CHOIX_MULTIPLES,
    NE_SAIT_PAS,
    TABLEAU,
    Groupe,
    Place,
    Question,
    Questionnaire,
)
from declarations.grilles import grille_par_reference
from tests.bilans.questionnaires.temoins import temoin

QUESTIONNAIRES = tuple(livres().values())
# The grid that the figures of a dispositif are shared with.
GRILLES = {"clas": "clas-1", "cct": "cct-1"}
# Choices that say « none of them ».
RIEN = re.compile(r"Aucune?\b")

CONDITIONNELS = [
    pytest.param(questionnaire, place, id=f"{questionnaire.code}-{place.element.code}")
    for questionnaire in QUESTIONNAIRES
    for place in questionnaire.places
    if place.element.condition is not None
]

tous = pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda q: q.reference)


def textes(questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """Every text that people read: where, what it is, and the text."""
    yield "", "titre", questionnaire.titre
    for place in questionnaire.places:
        element = place.element
        if element.aide:
            yield element.code, "aide", element.aide
        if isinstance(element, Groupe):
            yield element.code, "titre", element.titre
            for cle, libelle in element.repetition.liste if element.repetition else ():
                yield f"{element.code}.{cle}", "choix", libelle
            continue
        yield element.code, "libelle", element.libelle
        if element.message:
            yield element.code, "aide", element.message
        noms = (*element.choix, *element.rangees, *((c.code, c.libelle) for c in element.colonnes))
        for cle, libelle in noms:
            yield f"{element.code}.{cle}", "choix", libelle


@tous
def test_un_libelle_commence_et_finit_bien(questionnaire: Questionnaire) -> None:
    for code, genre, texte in textes(questionnaire):
        fin = r"[.?]" if genre == "aide" else r"[\w)]|\u00a0\?"
        assert re.search(rf"(?:{fin})$", texte), (code, texte)
        assert texte[0].isupper() or texte[0].isdigit() or texte[0] in "«À", (code, texte)


@tous
def test_la_typographie_est_francaise(questionnaire: Questionnaire) -> None:
    for code, _, texte in textes(questionnaire):
        assert not re.search(r"['\"`]|\.\.\.|  ", texte), (code, texte)
        assert not re.search(r"[^\u00a0][?!:;»]|«[^\u00a0]", texte), (code, texte)
        assert texte == texte.strip()


@tous
def test_chaque_libelle_se_distingue_des_autres_de_sa_section(questionnaire: Questionnaire) -> None:
    for section in questionnaire.sections:
        libelles = [
            place.element.libelle
            for place in questionnaire.places
            if isinstance(place.element, Question) and section in place.dans
        ]
        assert len(set(libelles)) == len(libelles), section.code


@tous
def test_chaque_nombre_a_ses_bornes_et_son_unite(questionnaire: Questionnaire) -> None:
    for question in questionnaire.questions:
        if question.est_numerique or question.type == TABLEAU:
            assert question.unite, question.code
            assert None not in (question.minimum, question.maximum), question.code


@tous
def test_ce_qui_dit_rien_est_exclusif(questionnaire: Questionnaire) -> None:
    for question in questionnaire.questions:
        if question.type == CHOIX_MULTIPLES:
            disent = {code for code, libelle in question.choix if RIEN.match(libelle)}
            assert disent == set(question.exclusifs), question.code
            # Nothing to tick would leave who has nothing to say without an answer.
            assert question.moins == 1 or not question.obligatoire, question.code


@tous
def test_chaque_contrainte_dit_pourquoi_elle_refuse(questionnaire: Questionnaire) -> None:
    for question in questionnaire.questions:
        assert bool(question.contrainte) == bool(question.message), question.code


@tous
def test_chaque_section_dit_d_ou_elle_vient(questionnaire: Questionnaire) -> None:
    assert questionnaire.cadre is not None
    for section in questionnaire.sections:
        assert section.marque in {"S", "P", "H"}, section.code


@pytest.mark.parametrize(("questionnaire", "place"), CONDITIONNELS)
def test_chaque_condition_peut_tenir_et_ne_pas_tenir(
    questionnaire: Questionnaire, place: Place
) -> None:
    montre = temoin(questionnaire, place)
    cache = temoin(questionnaire, place, montre=False)

    assert montre is not None
    assert cache is not None
    chemin, reponses, faits = montre
    assert chemin in evaluer(questionnaire, reponses, faits).visibles
    chemin, reponses, faits = cache
    assert chemin not in evaluer(questionnaire, reponses, faits).visibles


@tous
def test_chaque_chiffre_partage_est_celui_d_une_grille(questionnaire: Questionnaire) -> None:
    partages = [place for place in questionnaire.places if getattr(place.element, "partage", "")]
    if not partages:
        return
    assert questionnaire.cadre is not None
    grille = grille_par_reference(GRILLES[questionnaire.cadre.dispositif], 2025)
    champs = {c.code: (c, s) for s in grille.sections for c in s.champs}
    for place in partages:
        question = place.element
        assert isinstance(question, Question)
        champ, section = champs[question.partage]
        assert question.type == champ.type, question.code
        assert question.choix == champ.choix, question.code
        assert question.libelle == champ.libelle, question.code
        assert NE_SAIT_PAS not in dict(question.options)
        assert not question.ne_sait_pas
        # On the rows of the declaration, or once as there.
        origines = [g.repetition.origine for g in place.dans if g.repetition]
        assert origines == [section.repetition] if section.repetition else not origines
        assert "reelle" in champ.natures
        # Reserved figures (salaries) stay in the declaration.
        assert (champ.lecteurs, champ.volet) == (frozenset(), "activite"), question.code


@tous
def test_le_fichier_se_relit_sans_perte(questionnaire: Questionnaire) -> None:
    fichier: Path = DOSSIER / f"{questionnaire.reference}.toml"

    assert lire(ecrire(questionnaire)) == questionnaire == lire(fichier.read_text("utf-8"))


@tous
def test_le_questionnaire_s_exporte_en_xlsform(questionnaire: Questionnaire) -> None:
    exporte = exporter(questionnaire)

    resultat = convert(BytesIO(exporte.contenu), file_type=".xlsx", validate=False)

    assert "<h:html" in resultat.xform
    # What surrounds a questionnaire has no word in XLSForm: it is told, not dropped.
    assert [e.code for e in exporte.ecarts if e.message.startswith("le cadre")] == [
        questionnaire.code
    ]
    assert {e.code for e in exporte.ecarts if e.message == "la marque"} >= {
        section.code for section in questionnaire.sections
    }
