"""The field that people type in: what it says, in each state."""

import pytest
from django.template.loader import render_to_string

from portal.socle.composants import ChampSaisie, Repere
from portal.socle.formats import ESPACE_INSECABLE


def test_champ_relie_l_erreur_l_aide_et_les_reperes_a_la_saisie():
    champ = ChampSaisie(
        "lieux.l1.heures_entretiens",
        "Heures d’entretiens",
        valeur="x",
        unite="h",
        aide="En présence ou par téléphone.",
        erreurs=("Écrivez un nombre.",),
        reperes=(Repere("Réelle 2024", "12 h", "n.c."),),
    )
    html = render_to_string("composants/champ.html", {"champ": champ})
    ident = "id_lieux-l1-heures_entretiens"
    assert f'name="{champ.chemin}"' in html
    assert f'<label for="{ident}">' in html
    assert 'aria-invalid="true"' in html
    assert f'aria-describedby="{ident}-erreur {ident}-aide {ident}-reperes"' in html
    for suffixe in ("erreur", "aide", "reperes"):
        assert f'id="{ident}-{suffixe}"' in html


def test_champ_facultatif_le_dit():
    html = render_to_string(
        "composants/champ.html", {"champ": ChampSaisie("a", "A", obligatoire=False)}
    )
    assert "(facultatif)" in html
    assert "aria-required" not in html


@pytest.mark.parametrize(
    ("champ", "attendu"),
    [
        (ChampSaisie("a", "A", valeur="1234.5", unite="€"), f"1\u202f234,50{ESPACE_INSECABLE}€"),
        (ChampSaisie("a", "A", type="oui_non", valeur="non"), "Non"),
        (
            ChampSaisie(
                "a", "A", type="choix_multiples", valeur=["y", "x"], choix=(("x", "X"), ("y", "Y"))
            ),
            "X, Y",
        ),
        (ChampSaisie("a", "A", type="texte", valeur="Bonjour"), "Bonjour"),
    ],
)
def test_valeur_lue(champ, attendu):
    assert champ.valeur_lue == attendu


def test_ne_sait_pas_est_une_case_a_cote_du_champ():
    a_part = (("ne_sait_pas", "Ne sait pas"),)
    champ = ChampSaisie("n", "Nombre", valeur="ne_sait_pas", a_part=a_part)
    html = render_to_string("composants/champ.html", {"champ": champ})
    assert 'id="id_n-ne_sait_pas"' in html
    assert "checked" in html
    assert 'type="text"' in html
    assert 'value=""' in html
    assert champ.valeur_lue == "Ne sait pas"


def test_un_choix_qui_est_seul_le_dit():
    choix = (("pas", "Pas"), ("a", "A"))
    champ = ChampSaisie(
        "c", "C", type="choix_multiples", valeur="ne_sait_pas", choix=choix, exclusifs=("pas",)
    )
    html = render_to_string("composants/champ.html", {"champ": champ})
    assert html.count("data-exclusif") == 1
    assert "checked" not in html


def test_champ_en_lecture_seule_n_a_pas_d_entree():
    champ = ChampSaisie("a", "A", valeur="", lecture_seule=True)
    html = render_to_string("composants/champ.html", {"champ": champ})
    assert "<input" not in html
    assert "Non renseigné" in html
