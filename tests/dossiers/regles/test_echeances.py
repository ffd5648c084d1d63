"""By when a file is due: the announced day, a dérogation, a correction; how late it is."""

from datetime import date, timedelta

import pytest

from declarations.regles.calendrier import Fenetre
from portal.dossiers.regles.echeances import (
    ANNONCEE,
    CORRECTION,
    DEROGATION,
    Echeance,
    echeance_de,
    saisie_ouverte,
)

OUVRE, MARS, FERME = date(2026, 1, 16), date(2026, 3, 31), date(2026, 4, 30)
FENETRE = Fenetre(OUVRE, MARS, FERME)
UN_JOUR = timedelta(days=1)


@pytest.mark.parametrize(
    ("jour", "jours", "close_le"),
    [
        (OUVRE, 74, None),
        (MARS, 0, None),
        (MARS + UN_JOUR, -1, None),
        (FERME, -30, None),
        (FERME + UN_JOUR, -31, FERME),
    ],
)
def test_l_echeance_annoncee(jour: date, jours: int, close_le: date | None) -> None:
    trouvee = echeance_de(FENETRE, [], None, jour)
    assert trouvee == Echeance(MARS, ANNONCEE, jours, close_le)
    assert trouvee.en_retard is (jours < 0)
    assert trouvee.sursis == (FERME if jours < 0 and not close_le else None)


def test_une_derogation_recule_l_echeance_meme_une_fois_expiree() -> None:
    expire = date(2026, 5, 20)
    derogations = [date(2026, 5, 10), expire, MARS]
    assert echeance_de(FENETRE, derogations, None, expire) == Echeance(expire, DEROGATION, 0)
    lendemain = echeance_de(FENETRE, derogations, None, expire + UN_JOUR)
    assert lendemain == Echeance(expire, DEROGATION, -1, expire)


def test_une_derogation_plus_courte_ne_change_rien() -> None:
    assert echeance_de(FENETRE, [date(2026, 3, 1)], None, MARS) == Echeance(MARS, ANNONCEE, 0)


def test_une_derogation_finie_avant_la_fenetre_ne_la_ferme_pas() -> None:
    expire = date(2026, 4, 10)
    trouvee = echeance_de(FENETRE, [expire], None, FERME)
    assert trouvee == Echeance(expire, DEROGATION, -20)
    assert trouvee.sursis == FERME


def test_une_correction_a_sa_propre_date_et_ne_se_ferme_pas() -> None:
    pour_le, jour = date(2026, 2, 18), date(2026, 6, 1)
    attendue = Echeance(pour_le, CORRECTION, (pour_le - jour).days)
    assert echeance_de(FENETRE, [date(2027, 1, 1)], pour_le, jour) == attendue


@pytest.mark.parametrize(
    ("jour", "derogations", "ouverte"),
    [
        (OUVRE - UN_JOUR, [], False),
        (OUVRE - UN_JOUR, [OUVRE], True),
        (OUVRE, [], True),
        (FERME, [], True),
        (FERME + UN_JOUR, [], False),
        (FERME + UN_JOUR, [FERME], False),
        (FERME + UN_JOUR, [FERME, FERME + UN_JOUR], True),
    ],
)
def test_la_saisie_est_ouverte(jour: date, derogations: list[date], ouverte: bool) -> None:
    assert saisie_ouverte(FENETRE, derogations, jour) is ouverte
