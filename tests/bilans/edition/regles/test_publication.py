"""What a draft lacks to be published, one mistake at a time, and what is only to be known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bilans.edition.regles.arbre import inserer, place_de, remplacer
from bilans.edition.regles.publication import (
    Chiffre,
    Point,
    Publiee,
    Souci,
    points_de,
    points_de_publication,
)
from bilans.edition.services.chiffres import chiffres_de
from bilans.questionnaires import livres
from bilans.regles.questionnaire import Element, Groupe, Question, Questionnaire
from bilans.regles.verification import Genre
from portal.saisie.regles.conditions_ecrites import lire_condition
from tests.bilans.edition.essai import essai

JOUR = date(2026, 2, 3)
CHIFFRES = {
    "enfants": Chiffre("entier", "collectifs", "Enfants"),
    "familles": Chiffre("entier", "", "Familles"),
}


def avec(code: str, **changees: object) -> Questionnaire:
    place = place_de(essai(), code)
    return remplacer(essai(), place.rang, replace(place.element, **changees))


def plus(element: Element, groupe: tuple[int, ...] = (0,)) -> Questionnaire:
    return inserer(essai(), groupe, 0, element)


def texte(**condition: object) -> Question:
    return Question("neuve", "Neuve", "texte", condition=lire_condition(condition))


FAUX: list[tuple[Questionnaire, str, str, Genre | Souci]] = [
    (plus(Question("nom", "Nom", "texte")), "nom", "code", Genre.CODE_EN_DOUBLE),
    (plus(Question("à dire", "X", "texte")), "à dire", "code", Genre.CODE_MAL_FORME),
    (avec("nom", libelle=" "), "nom", "libelle", Genre.LIBELLE_VIDE),
    (avec("actions", choix=()), "actions", "choix", Genre.SANS_CHOIX),
    (
        avec("actions", choix=(("cafe", ""), ("atelier", "A"), ("aucune", "B"))),
        "actions",
        "choix",
        Genre.CHOIX_SANS_LIBELLE,
    ),
    (avec("enfants", minimum=50), "enfants", "maximum", Genre.BORNES_INVERSEES),
    (plus(Question("t", "T", "tableau")), "t", "colonnes", Genre.COLONNES_ABSENTES),
    (plus(texte(question="rien", egal="x")), "neuve", "condition", Genre.QUESTION_INCONNUE),
    (plus(texte(question="bonus", egal="x")), "neuve", "condition", Genre.CHOIX_INCONNU),
    (plus(texte(question="enfants", egal=1)), "neuve", "condition", Genre.AUTRE_LIGNE),
    (plus(texte(question="nom", au_moins=3)), "neuve", "condition", Genre.COMPARAISON_IMPOSSIBLE),
    (plus(texte(question="structure", vide=True)), "neuve", "condition", Genre.SANS_REPONSE),
    (plus(texte(fait="meteo", egal="x")), "neuve", "condition", Genre.FAIT_INCONNU),
    (plus(texte(question="neuve", vide=True)), "neuve", "condition", Genre.CERCLE),
    (
        avec(
            "groupes",
            condition=lire_condition(
                {
                    "toutes": [
                        {"question": "bonus", "egal": "oui"},
                        {"question": "bonus", "egal": "non"},
                    ]
                }
            ),
        ),
        "groupes",
        "condition",
        Souci.INATTEIGNABLE,
    ),
    (plus(Groupe("vide", "Vide")), "vide", "elements", Souci.SANS_QUESTION),
    (avec("structure", titre=""), "structure", "titre", Souci.SANS_TITRE),
    (avec("combien", partage="inconnu"), "combien", "partage", Souci.PARTAGE_INCONNU),
    (avec("nom", partage="familles"), "nom", "partage", Souci.PARTAGE_AUTRE_TYPE),
    (avec("combien", partage="enfants"), "combien", "partage", Souci.PARTAGE_AUTRES_LIGNES),
]


@pytest.mark.parametrize(("questionnaire", "code", "propriete", "quoi"), FAUX)
def test_chaque_faute_est_dite_a_sa_place(
    questionnaire: Questionnaire, code: str, propriete: str, quoi: Genre | Souci
) -> None:
    points = points_de(questionnaire, chiffres=CHIFFRES)

    dits = [
        (p.code, p.propriete, p.anomalie.genre if p.anomalie else p.souci)
        for p in points
        if p.code == code
    ]
    assert (code, propriete, quoi) in dits
    assert all(p.bloque for p in points)


def test_un_type_publie_ne_change_pas() -> None:
    points = points_de(avec("nom", type="date"), [essai()])

    assert Genre.TYPE_PUBLIE in {p.anomalie.genre for p in points if p.anomalie}


def test_ce_qui_tient_n_a_aucun_point() -> None:
    assert points_de(essai(), [essai()], CHIFFRES) == ()
    assert points_de(avec("combien", partage="familles"), chiffres=CHIFFRES) == ()


@pytest.mark.parametrize("questionnaire", livres().values(), ids=lambda q: q.reference)
def test_ce_qui_est_livre_se_publierait(questionnaire: Questionnaire) -> None:
    assert questionnaire.cadre is not None
    chiffres = chiffres_de(questionnaire.cadre.dispositif)

    assert points_de(questionnaire, [questionnaire], chiffres) == ()


def soucis(
    questionnaire: Questionnaire, *publiees: Publiee, vaut_le: date = JOUR, complement: bool = False
) -> list[Point]:
    return list(
        points_de_publication(questionnaire, publiees, vaut_le, JOUR, complement=complement)
    )


def suivant(**cadre: object) -> Questionnaire:
    """The same with another title, so that something changes, and another cadre."""
    ancien = essai()
    assert ancien.cadre is not None
    return replace(ancien, titre="Essai, suite", version="2", cadre=replace(ancien.cadre, **cadre))


def premiere(**cadre: object) -> Publiee:
    return Publiee(replace(suivant(**cadre), titre="Essai", version="1"), JOUR - timedelta(days=90))


def test_sans_cadre_rien_ne_se_publie_sauf_ce_qu_une_caf_ajoute() -> None:
    sans = replace(essai(), cadre=None)

    assert [p.souci for p in soucis(sans)] == [Souci.SANS_CADRE]
    assert soucis(sans, complement=True) == []


@pytest.mark.parametrize(
    ("change", "attendu"),
    [
        (lambda: suivant(debut=2026), []),
        (lambda: suivant(debut=2025), [Souci.EXERCICES_COMMUNS]),
        (lambda: suivant(debut=2026, envoie="fournisseur_activite"), [Souci.REPONDANTS_CHANGES]),
        (lambda: suivant(debut=2026, dispositif="cct"), [Souci.AUTRE_SUJET]),
        (lambda: suivant(debut=2023, fin=2024), []),
    ],
)
def test_ce_qui_entoure_se_compare_a_la_version_d_avant(
    change: Callable[[], Questionnaire], attendu: list[Souci]
) -> None:
    assert [p.souci for p in soucis(change(), premiere(debut=2025))] == attendu


def test_deux_versions_closes_se_recouvrent_par_leurs_exercices() -> None:
    close = premiere(debut=2024, fin=2025)

    assert [p.souci for p in soucis(suivant(debut=2025), close)] == [Souci.EXERCICES_COMMUNS]
    assert soucis(suivant(debut=2025), close)[0].sujet == "1:2025"
    assert soucis(suivant(debut=2026), close) == []


def test_la_date_n_est_ni_passee_ni_avant_une_autre() -> None:
    hier = JOUR - timedelta(days=1)
    annoncee = Publiee(suivant(debut=2025), JOUR + timedelta(days=30))

    assert Souci.DATE_PASSEE in [p.souci for p in soucis(essai(), vaut_le=hier)]
    avant = soucis(suivant(debut=2027), annoncee)
    assert Souci.AVANT_UNE_AUTRE in [p.souci for p in avant]
    le_jour_meme = soucis(suivant(debut=2027), annoncee, vaut_le=annoncee.vaut_le)
    assert Souci.AVANT_UNE_AUTRE not in [p.souci for p in le_jour_meme]


def test_rien_ne_change_se_dit_sans_empecher() -> None:
    publiee = Publiee(essai(), JOUR)

    points = soucis(replace(essai(), version="2"), publiee)
    assert Souci.RIEN_NE_CHANGE in [p.souci for p in points]
    assert not any(p.bloque for p in points)
