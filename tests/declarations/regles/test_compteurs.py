"""One function counts: what the progress, the panel and the refusal to sign say agrees."""

import pytest

from declarations.regles.compteurs import (
    A_CONFIRMER,
    A_CORRIGER,
    A_JUSTIFIER,
    JUSTIFIEE,
    MANQUANTE,
    POUR_INFORMATION,
    compter,
    sorte,
)
from declarations.regles.controles.contexte import Contexte
from declarations.regles.controles.registre import executer
from declarations.regles.grille import ACTIVITE, NATURES, PREVISIONNELLE, VOLETS
from declarations.regles.progression import Progression, progression
from tests.declarations.regles.fabrique import contexte_er, contexte_vide
from tests.declarations.regles.test_c11_c12_c13 import clas


@pytest.mark.parametrize(
    ("code", "niveau", "justifie", "attendue"),
    [
        ("C01", "bloquant", False, MANQUANTE),
        ("C13", "bloquant", False, MANQUANTE),
        ("C18", "bloquant", False, A_CONFIRMER),
        ("C02", "bloquant", False, A_CORRIGER),
        ("C06", "a_justifier", False, A_JUSTIFIER),
        ("C06", "a_justifier", True, JUSTIFIEE),
        ("C08", "information", False, POUR_INFORMATION),
    ],
)
def test_chaque_constat_a_sa_sorte(code: str, niveau: str, justifie: bool, attendue: str) -> None:
    assert sorte(code, niveau, justifie) == attendue


def test_ce_qui_est_justifie_n_est_plus_a_justifier() -> None:
    compte = compter([Progression(7, 7)], [JUSTIFIEE] * 6 + [POUR_INFORMATION])

    assert (compte.a_justifier, compte.obstacles, compte.manquantes) == (0, 0, 0)
    assert compte.par_sorte == {JUSTIFIEE: 6, POUR_INFORMATION: 1}


def test_tout_ce_qui_arrete_est_compte_une_fois() -> None:
    compte = compter(
        [Progression(2, 4), Progression(0, 1)],
        [MANQUANTE, MANQUANTE, A_CORRIGER, A_JUSTIFIER, JUSTIFIEE, A_CONFIRMER],
    )

    assert (compte.demandees, compte.saisies, compte.manquantes) == (5, 2, 3)
    assert compte.obstacles == 3 + 1 + 1 + 1


def test_ce_qui_a_ete_transmis_se_compte_sans_avancement() -> None:
    assert compter((), [JUSTIFIEE, MANQUANTE]).par_sorte == {JUSTIFIEE: 1, MANQUANTE: 1}


def _manques(contexte: Contexte, volet: str) -> int:
    return sum(
        sorte(c.code, c.niveau, False) == MANQUANTE and c.volet == volet for c in executer(contexte)
    )


def _contextes(nature: str) -> dict[str, Contexte]:
    complet = contexte_er(nature)
    des_lieux = [c for c in complet.donnees if c.startswith("lieux.")]
    comptes = [c for c in complet.donnees if c.startswith("comptes.")]
    demande = {"collectifs__c1__bonus_enfants": "oui", "collectifs__c2__bonus_parents": "oui"}
    return {
        "complet": complet,
        "une réponse manque": contexte_er(nature, sans=des_lieux[:1]),
        "une réponse blanche": contexte_er(nature, donnees={des_lieux[0]: "  "}),
        "aucune réponse d’un lieu": contexte_er(nature, sans=des_lieux),
        "sans charge": contexte_er(nature, sans=["comptes.60", "comptes.64"]),
        "sans compte": contexte_er(nature, sans=comptes),
        "rien": contexte_vide("er", nature),
        "aucune ligne": contexte_vide("clas", nature, lignes=()),
        "un CLAS vide": clas(nature),
        "deux bonus, aucun projet": clas(nature, **demande),
        "deux bonus, un projet": clas(nature, **demande, projet_bonus_parents="Un café."),
        "un projet sans bonus": clas(nature, projet_bonus_parents="Un café."),
        "un poste vide": contexte_vide("cct", nature),
    }


@pytest.mark.parametrize("nature", NATURES)
@pytest.mark.parametrize("volet", VOLETS)
def test_il_manque_autant_que_l_avancement_le_dit(nature: str, volet: str) -> None:
    """Half-filled in every way: the progress and the checks never disagree."""
    for cas, contexte in _contextes(nature).items():
        avance = progression(contexte.grille, nature, contexte.lignes, volet, contexte.donnees)

        assert avance.total - avance.faits == _manques(contexte, volet), cas


def test_un_projet_de_bonus_compte_des_que_le_bonus_est_demande() -> None:
    sans, avec = clas(), clas(collectifs__c1__bonus_enfants="oui")
    totaux = [
        progression(c.grille, PREVISIONNELLE, c.lignes, ACTIVITE, c.donnees).total
        for c in (sans, avec)
    ]

    assert totaux[1] - totaux[0] == 1
