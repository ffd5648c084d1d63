"""What the bar under a volet offers, page by page, with and without a script."""

import pytest
from django.template.loader import render_to_string

ENREGISTRER = ">Enregistrer</button>"


@pytest.mark.parametrize(
    ("contexte", "derriere"),
    [
        ({}, []),
        ({"a_confirmer": True}, ["confirmer"]),
        ({"terminer": True}, ["terminer"]),
        ({"a_confirmer": True, "terminer": True}, ["confirmer", "terminer"]),
    ],
)
def test_une_action_principale_et_les_autres_derriere(
    contexte: dict[str, bool], derriere: list[str]
) -> None:
    html = render_to_string(
        "saisie/barre.html", {"libelle": "Continuer", "valeur": "2", **contexte}
    )
    devant, autres = html.split("<details")
    assert devant.count("btn-primary") == 1
    assert 'value="2">Continuer</button>' in devant
    assert "btn-primary" not in autres
    assert [valeur for valeur in ("confirmer", "terminer") if f'value="{valeur}"' in autres] == (
        derriere
    )
    # Without a script the plain button stands on the bar; with one, behind « Autres ».
    assert f'sans-js"{ENREGISTRER}' in devant
    assert f'si-js"{ENREGISTRER}' in autres
    # With nothing else behind it, « Autres » would open on nothing without a script.
    assert ("autres-actions si-js" in autres) == (not derriere)
