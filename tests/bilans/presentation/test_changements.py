"""« Ce qui change »: every change is said, in words, to whoever it concerns."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given

from bilans.presentation.changements import (
    ENSEMBLE,
    JAMAIS_LUES,
    PHRASES,
    RENOMMEE,
    TECHNIQUES,
    Dit,
    ce_qui_change,
)
from bilans.regles.questionnaire import (
    AJOUT,
    Colonne,
    Element,
    Groupe,
    Question,
    Questionnaire,
    Repetition,
)
from bilans.regles.versions import Nature, comparer
from portal.saisie.regles.conditions import EGAL, Comparaison, EstVide, Reponse
from portal.socle.formats import ESPACE_INSECABLE as NB
from tests.bilans.regles.test_versions import version
from tests.bilans.strategies import PROPRIETE, questionnaires

BONUS = Question("bonus", "Bonus ?", "oui_non")
COULEUR = Question("q", "Couleur", "choix_multiples", choix=(("r", "Rouge"), ("v", "Vert")))
NOMBRE = Question("n", "Combien", "entier", maximum=Decimal(12))
TABLE = Question(
    "t",
    "Tableau",
    "tableau",
    colonnes=(Colonne("f", "Femmes", "entier"),),
    rangees=(("c", "Cadres"),),
)
LIEUX = Groupe("lieux", "Les lieux", (BONUS,), repetition=Repetition(AJOUT, "lieu"))


def dits(avant: Element, apres: Element, *, technique: bool = False) -> tuple[str, ...]:
    """What is said of one element that is modified."""
    (dit,) = ce_qui_change(version(1, avant), version(2, apres), technique=technique) or (
        Dit(Nature.MODIFICATION, "", ""),
    )
    return dit.details


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        (BONUS, replace(BONUS, libelle="Un bonus ?"), (f"L’intitulé était «{NB}Bonus ?{NB}».",)),
        (BONUS, replace(BONUS, aide="Ainsi"), ("Le texte d’aide est modifié.",)),
        (BONUS, replace(BONUS, obligatoire=False), ("La réponse devient facultative.",)),
        (BONUS, replace(BONUS, ne_sait_pas=True), ("« Ne sait pas » devient possible.",)),
        (BONUS, replace(BONUS, type="date"), ("Réponse attendue : Oui ou non, puis Date.",)),
        (
            BONUS,
            replace(BONUS, condition=EstVide(Reponse("x"))),
            (f"Demandée si «{NB}x{NB}» n’a pas de réponse.",),
        ),
        (
            replace(BONUS, condition=EstVide(Reponse("x"))),
            BONUS,
            ("Demandée dans tous les cas.",),
        ),
        (
            NOMBRE,
            replace(NOMBRE, minimum=Decimal(1), maximum=Decimal(20)),
            ("Réponse attendue : de 1 à 20 (avant : de 0 à 12).",),
        ),
        (NOMBRE, replace(NOMBRE, unite="h"), ("En h.",)),
        (NOMBRE, replace(NOMBRE, message="Comptez bien."), ("Comptez bien.",)),
        (
            COULEUR,
            replace(COULEUR, choix=(("v", "Vert pomme"), ("b", "Bleu"))),
            (
                f"Choix ajouté : «{NB}Bleu{NB}».",
                f"Choix retiré : «{NB}Rouge{NB}».",
                f"Choix «{NB}Vert{NB}» : devient «{NB}Vert pomme{NB}».",
            ),
        ),
        (
            COULEUR,
            replace(COULEUR, choix=COULEUR.choix[::-1]),
            ("Les choix changent d’ordre.",),
        ),
        (COULEUR, replace(COULEUR, exclusifs=("v",)), (f"Se choisit seul : «{NB}Vert{NB}».",)),
        (
            TABLE,
            replace(TABLE, rangees=(), colonnes=(Colonne("h", "Hommes", "entier"),)),
            (
                f"Colonne ajoutée : «{NB}Hommes{NB}».",
                f"Colonne retirée : «{NB}Femmes{NB}».",
                f"Ligne retirée : «{NB}Cadres{NB}».",
            ),
        ),
        (LIEUX, replace(LIEUX, repetition=None), ("À remplir une seule fois.",)),
        (LIEUX, replace(LIEUX, titre="Lieux"), (f"L’intitulé était «{NB}Les lieux{NB}».",)),
    ],
)
def test_une_modification_se_dit(avant: Element, apres: Element, dit: tuple[str, ...]) -> None:
    assert dits(avant, apres) == dit


def test_ajouts_retraits_et_deplacements_se_disent() -> None:
    avant, apres = version(1, BONUS, NOMBRE), version(2, COULEUR, autres=(BONUS,))
    assert [(d.phrase, d.details) for d in ce_qui_change(avant, apres)] == [
        (f"Question ajoutée : «{NB}Couleur{NB}».", (f"Dans la rubrique «{NB}G{NB}».",)),
        (f"Rubrique ajoutée : «{NB}H{NB}».", ()),
        (f"Question déplacée : «{NB}Bonus ?{NB}».", (f"Dans la rubrique «{NB}H{NB}».",)),
        (f"Question retirée : «{NB}Combien{NB}».", (JAMAIS_LUES,)),
    ]


def test_un_code_renomme_est_dit_retire_et_ajoute() -> None:
    """Neither said unchanged nor said modified: answers do not follow."""
    ajout, retrait = ce_qui_change(version(1, BONUS), version(2, replace(BONUS, code="b2")))
    assert (ajout.nature, ajout.code) == (Nature.AJOUT, "b2")
    assert RENOMMEE in ajout.details
    assert (retrait.nature, retrait.code) == (Nature.RETRAIT, "bonus")


def test_ce_que_le_portail_fait_d_une_reponse_n_est_dit_qu_a_l_editeur() -> None:
    autre = replace(NOMBRE, reprise=True, partage="enfants")
    assert dits(NOMBRE, autre) == ()
    assert dits(NOMBRE, autre, technique=True) == (
        "La réponse de l’an dernier peut être reportée.",
        "Chiffre de la déclaration : enfants (avant : aucun).",
    )
    (dit,) = ce_qui_change(version(1, NOMBRE), version(2, autre), technique=True)
    assert dit.phrase == f"Question modifiée (n) : «{NB}Combien{NB}»."


def test_chaque_propriete_qui_peut_changer_a_sa_phrase() -> None:
    proprietes = {f.name for genre in (Question, Groupe) for f in fields(genre)}
    dites = {ENSEMBLE.get(nom, nom) for nom in proprietes - {"code", "elements", "origine"}}
    assert dites <= set(PHRASES)
    assert proprietes >= TECHNIQUES


@PROPRIETE
@given(questionnaires(), questionnaires())
def test_tout_ce_qui_change_est_dit_a_l_editeur(avant: Questionnaire, apres: Questionnaire) -> None:
    dits = ce_qui_change(avant, apres, technique=True)
    attendus = [c for c in comparer(avant, apres) if set(c.proprietes) != {"origine"}]
    assert [(d.nature, d.code) for d in dits] == [(c.nature, c.code) for c in attendus]
    assert ce_qui_change(avant, avant, technique=True) == ()


def test_une_condition_qui_change_se_lit_dans_la_nouvelle_version() -> None:
    oui = Comparaison(Reponse("bonus"), EGAL, "oui")
    autre = replace(NOMBRE, condition=oui)
    (dit,) = ce_qui_change(version(1, BONUS, NOMBRE), version(2, BONUS, autre))
    assert dit.details == (f"Demandée si «{NB}Bonus ?{NB}» est «{NB}Oui{NB}».",)
