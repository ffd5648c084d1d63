"""A date typed in a form: how it is written, and the years that it may be of."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portal.socle.dates import ChampDate


@pytest.mark.parametrize(
    "texte", ["2026-03-31", "31/03/2026", " 31/03/2026 ", "\u200e31/03/2026\u00a0"]
)
def test_le_selecteur_et_la_main(texte: str) -> None:
    assert ChampDate().clean(texte) == date(2026, 3, 31)


@pytest.mark.parametrize("texte", ["1900-01-01", "2100-12-31"])
def test_les_annees_limites_sont_lues(texte: str) -> None:
    assert ChampDate().clean(texte) == date.fromisoformat(texte)


@pytest.mark.parametrize("texte", ["0026-12-24", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_une_annee_hors_du_siecle_est_une_faute_de_frappe(texte: str) -> None:
    with pytest.raises(ValidationError, match="une année comprise entre 1900 et 2100"):
        ChampDate().clean(texte)


@pytest.mark.parametrize("texte", ["31/02/2027", "2027-02-30", "32/1/2027", "1/13/2027"])
def test_un_jour_qui_n_existe_pas_n_est_pas_mal_ecrit(texte: str) -> None:
    with pytest.raises(ValidationError, match="n’existe pas dans le calendrier"):
        ChampDate().clean(texte)


@pytest.mark.parametrize("texte", ["1/2/27", "1er février 2027", "31.03.2026"])
def test_une_date_ecrite_autrement_dit_comment_l_ecrire(texte: str) -> None:
    with pytest.raises(ValidationError, match="sous la forme JJ/MM/AAAA"):
        ChampDate().clean(texte)
