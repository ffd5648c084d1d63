"""The days that a date typed may be: said beside its field, refused by the service."""

from datetime import date

import pytest
from django import forms

from portal.socle.bornes import AUJOURD_HUI, Bornes, a_venir, jusqu_a_aujourd_hui
from portal.socle.dates import ChampDate
from portal.socle.refus import DemandeInvalide

JOUR, NOTIFIE = date(2026, 2, 3), date(2026, 1, 12)
RECU = jusqu_a_aujourd_hui(NOTIFIE, JOUR, "jour de la notification")
A_RENDRE = a_venir(JOUR, AUJOURD_HUI)


@pytest.mark.parametrize(
    ("bornes", "le", "dit"),
    [
        (RECU, date(1900, 1, 1), "Au plus tôt le 12 janvier 2026, jour de la notification."),
        (RECU, date(2026, 1, 11), "Au plus tôt le 12 janvier 2026, jour de la notification."),
        (RECU, date(2026, 2, 4), "Ce jour est à venir."),
        (A_RENDRE, date(2026, 2, 2), "Au plus tôt le 3 février 2026, aujourd’hui."),
        (A_RENDRE, date(2027, 2, 5), "Au plus tard le 4 février 2027."),
        (A_RENDRE, date(2099, 1, 1), "Au plus tard le 4 février 2027."),
        (Bornes(NOTIFIE, JOUR, fin="fin de la convention"), date(2026, 2, 4), "fin de la conv"),
    ],
)
def test_un_jour_hors_des_bornes_se_dit(bornes: Bornes, le: date, dit: str) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        bornes.exiger("le", le)
    assert refus.value.champ == "le"
    assert dit in str(refus.value)


@pytest.mark.parametrize("bornes", [RECU, A_RENDRE])
def test_les_deux_bornes_sont_comprises(bornes: Bornes) -> None:
    for le in (bornes.du, bornes.au):
        bornes.exiger("le", le)


def test_une_horloge_qui_recule_laisse_encore_aujourd_hui() -> None:
    jusqu_a_aujourd_hui(JOUR, NOTIFIE, "jour de la notification").exiger("le", NOTIFIE)


def test_elles_se_lisent_a_cote_du_champ() -> None:
    class Recu(forms.Form):
        le = ChampDate(help_text="Ce jour inclus.")

    formulaire = Recu()
    champ = formulaire.fields["le"]
    assert isinstance(champ, ChampDate)
    champ.borner(RECU)
    assert champ.help_text == (
        "Ce jour inclus. Du 12 janvier 2026, jour de la notification, au 3 février 2026, "
        "aujourd’hui."
    )
    assert 'min="2026-01-12"' in str(formulaire["le"])
    assert 'max="2026-02-03"' in str(formulaire["le"])
    assert "min=" not in str(Recu()["le"])
