"""A deadline in words."""

from datetime import date

import pytest

from portal.dossiers.presentation.limites import Limite
from portal.dossiers.regles.echeances import ANNONCEE, COMPLEMENT, CORRECTION, DEROGATION, Echeance

LE = date(2026, 2, 13)


@pytest.mark.parametrize(
    ("jours", "delai", "ton"),
    [
        (8, "il reste 8 jours", "neutre"),
        (7, "il reste 7 jours", "attention"),
        (1, "il reste 1 jour", "attention"),
        (0, "dernier jour aujourd’hui", "attention"),
        (-1, "en retard de 1 jour", "erreur"),
        (-12, "en retard de 12 jours", "erreur"),
    ],
)
def test_le_delai_en_toutes_lettres(jours: int, delai: str, ton: str) -> None:
    limite = Limite(LE, ANNONCEE, jours)
    assert (limite.delai, limite.en_bref, limite.ton) == (delai, delai, ton)


@pytest.mark.parametrize(
    ("genre", "intitule", "en_bref"),
    [
        (ANNONCEE, "À transmettre au plus tard le 13 février 2026", "il reste 3 jours"),
        (DEROGATION, "Dérogation jusqu’au 13 février 2026", "dérogation, il reste 3 jours"),
        (COMPLEMENT, "À compléter pour le 13 février 2026", "complément, il reste 3 jours"),
        (CORRECTION, "À corriger pour le 13 février 2026", "correction, il reste 3 jours"),
    ],
)
def test_ce_qui_donne_la_date_se_dit(genre: str, intitule: str, en_bref: str) -> None:
    limite = Limite.de(Echeance(LE, genre, 3), "73")
    assert (limite.intitule, limite.en_bref) == (intitule, en_bref)


def test_la_saisie_close_se_dit() -> None:
    limite = Limite.de(Echeance(LE, ANNONCEE, -20, date(2026, 3, 1)), "73")
    assert limite.delai == "saisie close depuis le 1er mars 2026"
    assert limite.en_bref == "saisie close"


def test_en_retard_on_lit_jusqu_a_quand_transmettre() -> None:
    """Once the announced deadline is past, the day that matters is the last day of entry."""
    limite = Limite.de(Echeance(LE, ANNONCEE, -12, sursis=date(2026, 3, 15)), "73")
    assert limite.en_clair == (
        "À transmettre au plus tard le 13 février 2026 – en retard de 12 jours, "
        "transmission possible jusqu’au 15 mars 2026"
    )


def test_outre_mer_ce_dernier_jour_a_son_heure() -> None:
    limite = Limite.de(Echeance(LE, ANNONCEE, -12, sursis=date(2026, 3, 15)), "971")
    assert limite.reprise.endswith(
        "15 mars 2026 à minuit, heure de Paris, soit 19\u00a0h\u00a000 en Guadeloupe"
    )


def test_a_temps_ou_close_rien_de_plus_ne_se_dit() -> None:
    assert Limite(LE, ANNONCEE, 3).en_clair.endswith(" – il reste 3 jours")
    assert Limite(LE, ANNONCEE, -20, date(2026, 3, 1)).reprise == ""
