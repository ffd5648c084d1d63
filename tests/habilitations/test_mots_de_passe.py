"""Passwords that are tried first are refused, however they are completed; others are not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from habilitations.mots_de_passe import est_courant
from tests.accueil.test_limites import MOT_DE_PASSE as DES_TESTS
from tests.monde import MOT_DE_PASSE as DU_MONDE


@pytest.mark.parametrize(
    "mot_de_passe",
    [
        "azertyuiop12",
        "AZERTYUIOP2026",
        "Azertyuiop!!",
        "qsdfghjklm12",
        "azertyazerty",
        "motdepasse2026",
        "MotDePasse!2026",
        "M0tdep@sse2026",
        "mot de passe 1",
        "Été-2026-été-2026",
        "marseille13000",
        "Bonjour123456",
        "bonjourbonjour",
        "jetaimejetaime",
        "soleilsoleil12",
        "2026Chocolat!!",
        "allocationsfamiliales",
        "mairielundi12345",
        "aaaaaaaaaaaa1",
        "abababababab",
        "123motdepasse456",
    ],
)
def test_un_mot_de_passe_courant_est_refuse(mot_de_passe: str) -> None:
    assert est_courant(mot_de_passe)
    with pytest.raises(ValidationError) as refus:
        validate_password(mot_de_passe)
    assert "password_courant" in {e.code for e in refus.value.error_list}


@pytest.mark.parametrize(
    "mot_de_passe",
    [
        DES_TESTS,
        DU_MONDE,
        "bienvenue-sur-le-portail",
        "Quatre chevaux peignent dimanche",
        "soleil tabouret mardi grenouille",
        "chat noir sur le toit",
        "xK9#vTq2!mLp",
        "7uPe$wRt0-Zq",
        "la pluie de novembre revient",
    ],
)
def test_une_phrase_ou_un_mot_de_passe_au_hasard_est_accepte(mot_de_passe: str) -> None:
    assert not est_courant(mot_de_passe)
    validate_password(mot_de_passe)


@pytest.mark.parametrize("mot_de_passe", ["", "123456789012", "!!!!", "été", "\u0000", "é" * 5000])
def test_rien_ne_le_fait_tomber(mot_de_passe: str) -> None:
    assert est_courant(mot_de_passe) in (True, False)
