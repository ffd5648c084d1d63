"""``manage.py acomptes``: the public format, the refusals, the exit status."""

from functools import partial

import pytest
from django.core.management import CommandError, call_command

VALIDE = {
    "profil": "deux_fois_35",
    "droits": {"previsionnel": "24000", "reel": "24000"},
    "ecart_justifie": True,
    "suspendu": False,
    "verses": [],
}


@pytest.fixture
def demander(interroger):
    return partial(interroger, "acomptes")


def test_un_objet_rend_un_objet_avec_ce_qu_il_portait(demander):
    statut, reponse = demander({**VALIDE, "reference": "A-12"})
    assert statut == 0
    assert reponse["reference"] == "A-12"
    assert (reponse["statut"], reponse["solde"], reponse["indu"]) == ("calcule", "7200.00", "0.00")
    assert reponse["acomptes"] == ["8400.00", "8400.00"]
    assert reponse["etapes"][-2]["libelle"] == "Solde"


def test_ce_qui_est_rendu_se_redemande(demander):
    _, premiere = demander([VALIDE, {**VALIDE, "profil": "x"}])
    assert demander(premiere)[1] == premiere


def test_suspendu_rien_n_est_paye(demander):
    _, reponse = demander({**VALIDE, "suspendu": True, "verses": ["8400.00"]})
    assert (reponse["statut"], reponse["acomptes"]) == ("suspendu", [])
    assert reponse["solde"] is reponse["indu"] is None


@pytest.mark.parametrize(
    ("change", "chemin"),
    [
        ({"profil": "trois_fois"}, "profil"),
        ({"profil": None}, "profil"),
        ({"profil": ["deux_fois_35"]}, "profil"),
        ({"droits": None}, "droits"),
        ({"droits": []}, "droits"),
        ({"droits": {"previsionel": "1"}}, "droits.previsionel"),
        ({"droits": {"previsionnel": "-1"}}, "droits.previsionnel"),
        ({"droits": {"previsionnel": "12,5"}}, "droits.previsionnel"),
        ({"droits": {"previsionnel": "1e3"}}, "droits.previsionnel"),
        ({"droits": {"previsionnel": ""}}, "droits.previsionnel"),
        ({"droits": {"previsionnel": True}}, "droits.previsionnel"),
        ({"droits": {"reel": "10.005"}}, "droits.reel"),
        ({"ecart_justifie": "oui"}, "ecart_justifie"),
        ({"ecart_justifie": None}, "ecart_justifie"),
        ({"suspendu": 0}, "suspendu"),
        ({"verses": None}, "verses"),
        ({"verses": "3500"}, "verses"),
        ({"verses": ["1", "2", "3"]}, "verses"),
        ({"verses": ["1", "-2"]}, "verses.1"),
        ({"verses": [None]}, "verses.0"),
    ],
)
def test_ce_qui_est_refuse(demander, change, chemin):
    statut, (refusee, suivante) = demander([{**VALIDE, **change}, VALIDE])
    assert statut == 2
    assert (refusee["statut"], refusee["acomptes"]) == ("invalide", [])
    assert refusee["solde"] is refusee["indu"] is None
    (erreur,) = refusee["erreurs"]
    assert erreur["chemin"] == chemin
    assert erreur["message"].endswith(".")
    assert suivante["statut"] == "calcule"


def test_tout_ce_qui_ne_va_pas_est_dit_ensemble(demander):
    _, reponse = demander('{"profil": 1, "droits": {"reel": -1, "reel": -2}, "verses": 3}')
    chemins = [e["chemin"] for e in reponse["erreurs"]]
    assert chemins == ["droits.reel", "profil", "droits.reel", "verses"]


@pytest.mark.parametrize(
    ("litteral", "attendu"), [("24000", "8400.00"), ("24000.10", "8400.04"), ('"0.29"', "0.10")]
)
def test_les_montants_se_lisent_chiffre_a_chiffre(demander, litteral, attendu):
    texte = '{"profil": "deux_fois_35", "droits": {"previsionnel": %s}}'
    assert demander(texte % litteral)[1]["acomptes"] == [attendu] * 2


def test_un_fichier_qui_n_est_pas_du_json(tmp_path):
    fichier = tmp_path / "demandes.json"
    fichier.write_text("[1,")
    with pytest.raises(CommandError, match="ligne 1, colonne 4") as refus:
        call_command("acomptes", str(fichier))
    assert refus.value.returncode == 2
