"""Paris's end of day, and the local time beside it: never one without its zone."""

from datetime import date, datetime

import pytest

from portal.dossiers.presentation.limites import Limite
from portal.dossiers.regles.echeances import ANNONCEE, Echeance
from portal.socle.formats import PARIS
from portal.socle.fuseaux import fin_de_journee, heure_locale

ETE, HIVER = date(2026, 7, 15), date(2026, 2, 13)


@pytest.mark.parametrize(
    ("caf", "jour", "attendu"),
    [
        ("971", ETE, "à minuit, heure de Paris, soit 18 h 00 en Guadeloupe"),
        ("971", HIVER, "à minuit, heure de Paris, soit 19 h 00 en Guadeloupe"),
        ("972", ETE, "à minuit, heure de Paris, soit 18 h 00 en Martinique"),
        ("973", HIVER, "à minuit, heure de Paris, soit 20 h 00 en Guyane"),
        ("974", HIVER, "à minuit, heure de Paris, soit 3 h 00 le lendemain à La Réunion"),
        ("976", ETE, "à minuit, heure de Paris, soit 1 h 00 le lendemain à Mayotte"),
        ("73", ETE, ""),
        ("2A", ETE, ""),
    ],
)
def test_la_fin_de_la_journee(caf: str, jour: date, attendu: str) -> None:
    assert fin_de_journee(jour, caf).replace("\u00a0", " ") == attendu


def test_le_changement_d_heure() -> None:
    """The night of 28 to 29 March 2026: midnight is still winter's, the next one summer's."""
    avant, apres = (fin_de_journee(date(2026, 3, jour), "974") for jour in (28, 29))
    assert "3\u00a0h\u00a000" in avant
    assert "2\u00a0h\u00a000" in apres


def test_un_instant() -> None:
    instant = datetime(2026, 7, 15, 23, 10, tzinfo=PARIS)
    assert heure_locale(instant, "971").replace("\u00a0", " ") == "17 h 10 en Guadeloupe"
    assert heure_locale(instant, "73") == ""


@pytest.mark.parametrize(
    ("caf", "attendu"),
    [
        ("73", "À transmettre au plus tard le 15 juillet 2026"),
        (
            "974",
            "À transmettre au plus tard le 15 juillet 2026 à minuit, heure de Paris, soit 2 h 00 "
            "le lendemain à La Réunion",
        ),
    ],
)
def test_une_echeance(caf: str, attendu: str) -> None:
    limite = Limite.de(Echeance(ETE, ANNONCEE, 3), caf)
    assert limite.intitule.replace("\u00a0", " ") == attendu
