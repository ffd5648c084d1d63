"""IBAN: read as people type it, refused with the reason, never shown whole."""

import pytest

from subventions.paiements.regles.iban import IbanRefuse, lire_bic, lire_iban, masquer
from tests.subventions.paiements.fabriques import AUTRE_IBAN, IBAN, IBAN_CAF


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        (IBAN, IBAN),
        ("FR76 3000 6000 0112 3456 7890 189", IBAN),
        ("fr76-3000-6000-0112-3456-7890-189", IBAN),
        ("IBAN FR14 2004 1010 0505 0001 3M02 606", AUTRE_IBAN),
        ("IBAN : FR14 2004 1010 0505 0001 3M02 606", AUTRE_IBAN),
        ("\u200eFR76 3000 6000 0112 3456\u00ad 7890 189\u200b", IBAN),
        ("\u00a0DE89\u202f3704 0044 0532 0130 00 ", IBAN_CAF),
    ],
)
def test_un_iban_se_lit_comme_on_l_ecrit(ecrit: str, lu: str) -> None:
    assert lire_iban(ecrit) == lu


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("FR7630006000011234567890188", "sa clé de contrôle ne tombe pas juste"),
        ("FR763000600001123456789018", "27 caractères : celui-ci en a 26"),
        ("US7630006000011234567890189", "pays de la zone SEPA"),
        ("", "lettres sans accent"),
        ("FR76 3000 6000 0112 3456 7890 18é", "lettres sans accent"),
        ("DE89370400440532013001", "sa clé de contrôle"),
    ],
)
def test_un_iban_faux_dit_pourquoi(ecrit: str, dit: str) -> None:
    with pytest.raises(IbanRefuse, match=dit):
        lire_iban(ecrit)


def test_une_permutation_de_deux_chiffres_se_voit() -> None:
    for rang in range(4, len(IBAN) - 1):
        if IBAN[rang] != IBAN[rang + 1]:
            permute = IBAN[:rang] + IBAN[rang + 1] + IBAN[rang] + IBAN[rang + 2 :]
            with pytest.raises(IbanRefuse):
                lire_iban(permute)


def test_un_iban_masque_ne_montre_que_sa_fin() -> None:
    assert masquer(IBAN) == "FR•• •••• 0189"
    assert masquer("") == ""


def test_le_bic_est_facultatif_et_verifie() -> None:
    assert lire_bic("") == ""
    assert lire_bic("psst frpp\u200b cnt") == "PSSTFRPPCNT"
    with pytest.raises(IbanRefuse, match="8 ou 11 caractères"):
        lire_bic("PSST")
