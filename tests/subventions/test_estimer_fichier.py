"""``manage.py estimer``: how the file is read, digit by digit, and how failures are said."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError, connection

from tests.subventions.outils import (
    chemins,
    demande_cct,
    demande_diagnostic,
)

RACINE = Path(__file__).parent.parent.parent
CAS = RACINE / "tests" / "cas" / "estimations.json"

pytestmark = pytest.mark.usefixtures("baremes")


@pytest.mark.parametrize(
    "litteral",
    [
        *("NaN", "Infinity", "-Infinity", "1e3", "1E3", "1.5e2", "1e999", "-1", "-0.01"),
        *("true", "null", "1" * 13, "1" * 5000, '"NaN"', '"1e3"', '"12,5"', "{}", "[]", '""'),
    ],
)
def test_un_nombre_json_refuse(demander, litteral):
    texte = '{"dispositif": "diagnostic", "exercice": "2025", "donnees": {"depense": %s}}'
    statut, reponse = demander(texte % litteral)
    assert statut == 2
    assert chemins(reponse) == ["donnees.depense"]


@pytest.mark.parametrize("litteral", ["12345.67", '"12345.67"', "12345.670"])
def test_un_nombre_json_est_lu_chiffre_a_chiffre(demander, litteral):
    texte = '{"dispositif": "diagnostic", "exercice": "2025", "donnees": {"depense": %s}}'
    _, reponse = demander(texte % litteral)
    assert reponse["montant"] == "6172.84"
    assert reponse["etapes"][0]["entrees"][0]["valeur"] == litteral.strip('"')


def test_un_decimal_que_les_flottants_ne_savent_pas_ecrire(demander):
    """0.285 × 100 is 28.499999999999996 in binary; here 28.50."""
    texte = """{"dispositif": "diagnostic", "exercice": "2025",
      "donnees": {"depense": 100}, "bareme": {"taux": 0.285, "plafond": 15000}}"""
    assert demander(texte)[1]["montant"] == "28.50"


def test_une_cle_ecrite_deux_fois(demander):
    texte = """[{"dispositif": "er", "exercice": "2025",
      "donnees": {"charges": {"64": "1", "64": "2"}, "lieux": []}}, %s]"""
    statut, reponses = demander(texte % json.dumps(demande_diagnostic()))
    assert statut == 2
    assert chemins(reponses[0]) == ["donnees.charges.64"]
    assert reponses[1]["montant"] == "7500.00"


def test_une_demande_invalide_n_empeche_pas_les_autres(demander):
    er = {
        "dispositif": "er",
        "exercice": "2025",
        "donnees": {"charges": {"86": "10", "861": "10"}, "lieux": []},
    }
    statut, reponses = demander([er, demande_diagnostic(), demande_cct(exercice="2023")])
    assert statut == 2
    assert [r["statut"] for r in reponses] == ["invalide", "estime", "bareme_non_publie"]
    (erreur,) = reponses[0]["erreurs"]
    assert erreur["chemin"] == "donnees.charges.86"
    assert "860, 861, 862, 864" in erreur["message"]
    assert "erreurs" not in reponses[1]
    assert "manquants" not in reponses[1]


def test_une_liste_vide(demander):
    assert demander("[]") == (0, [])


def test_la_marque_d_ordre_des_octets_est_admise(demander):
    assert demander("\ufeff" + json.dumps(demande_diagnostic()))[0] == 0


def test_un_caractere_qui_ne_s_ecrit_pas(demander):
    """A lone surrogate, legal in JSON, comes back escaped."""
    statut, reponse = demander('{"dispositif": "\\ud800", "exercice": "2025"}')
    assert statut == 2
    assert reponse["dispositif"] == "\ud800"


@pytest.mark.parametrize(
    ("contenu", "extrait"),
    [
        (b"", "JSON valide"),
        (b"{", "ligne 1, colonne 2"),
        (b"{'a': 1}", "JSON valide"),
        (b'"cct"', "un objet JSON, ou une liste"),
        (b"12", "un objet JSON, ou une liste"),
        (b"NaN", "un objet JSON, ou une liste"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 60 + b"]" * 60, "imbriqu"),
        (b"[" * 100_000, "imbriqu"),
    ],
)
def test_un_fichier_illisible(tmp_path, contenu, extrait):
    fichier = tmp_path / "demande.json"
    fichier.write_bytes(contenu)
    with pytest.raises(CommandError, match=extrait) as refus:
        call_command("estimer", str(fichier))
    assert refus.value.returncode == 2


def test_un_fichier_illisible_est_refuse_avant_toute_reponse(tmp_path):
    """Found at its very end, a fault leaves no half of a list behind it."""
    fichier = tmp_path / "demandes.json"
    fichier.write_text(f"[{json.dumps(demande_diagnostic())},\n")
    sortie = io.StringIO()
    with pytest.raises(CommandError, match="ligne 2, colonne 1"):
        call_command("estimer", str(fichier), stdout=sortie)
    assert sortie.getvalue() == ""


def test_la_liste_est_ecrite_comme_si_elle_l_etait_d_un_coup(tmp_path):
    fichier = tmp_path / "demandes.json"
    demandes = [demande_cct(), demande_diagnostic(donnees={}), 12, demande_cct(exercice="2023")]
    for contenu in (demandes, [], demandes[0]):
        fichier.write_text(json.dumps(contenu))
        sortie = io.StringIO()
        with contextlib.suppress(SystemExit):
            call_command("estimer", str(fichier), stdout=sortie)
        lu = json.loads(sortie.getvalue())
        assert sortie.getvalue() == json.dumps(lu, ensure_ascii=False, indent=2) + "\n"


def test_un_fichier_absent(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu") as refus:
        call_command("estimer", str(tmp_path / "rien.json"))
    assert refus.value.returncode == 2


@pytest.mark.parametrize(
    ("erreur", "extrait"),
    [(OperationalError, "ne répond pas"), (ProgrammingError, "manage.py migrate")],
)
def test_une_base_absente_se_dit_en_une_ligne(tmp_path, monkeypatch, erreur, extrait):
    def refuser(*args):
        raise erreur("connexion")

    monkeypatch.setattr("subventions.services.demandes.bareme_applicable", refuser)
    fichier = tmp_path / "demande.json"
    fichier.write_text(json.dumps(demande_diagnostic()))
    with pytest.raises(CommandError, match=extrait) as refus:
        call_command("estimer", str(fichier))
    assert "\n" not in str(refus.value)


def test_avec_son_bareme_une_demande_ne_lit_pas_la_base(demander, django_assert_num_queries):
    with django_assert_num_queries(0):
        demander(demande_diagnostic(bareme={"taux": "0.5", "plafond": "15000"}))


def test_la_base_n_est_lue_qu_une_fois_par_bareme(demander, django_assert_num_queries):
    with django_assert_num_queries(2):
        demander([demande_cct(caf="16")] * 5)


def test_les_baremes_lus_sont_ceux_des_dispositifs_exercices_et_cafs(
    demander, django_assert_num_queries
):
    """The Cafs once, then one query per dispositif, exercice and Caf, however many requests."""
    demandes = [
        demander_pour(caf=caf, exercice=exercice)
        for demander_pour in (demande_cct, demande_diagnostic)
        for caf in ("16", "73")
        for exercice in ("2024", "2025")
    ]
    with django_assert_num_queries(1 + len(demandes)):
        _, reponses = demander(demandes * 20)
    assert len(reponses) == 20 * len(demandes)


@pytest.mark.django_db(transaction=True)
def test_la_commande_lancee_pour_de_vrai():
    """One real process: standard input, output, exit status, over the database of the tests."""
    base = urlsplit(os.environ["DATABASE_URL"])._replace(
        path=f"/{connection.settings_dict['NAME']}"
    )
    faux = demande_diagnostic(donnees={"depense": "1e9"})
    resultat = subprocess.run(
        [sys.executable, "manage.py", "estimer", "-"],
        input=json.dumps([demande_cct(), faux]),
        capture_output=True,
        text=True,
        cwd=RACINE,
        env={
            **os.environ,
            "DATABASE_URL": base.geturl(),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        },
        check=False,
        timeout=120,
    )
    assert resultat.returncode == 2, resultat.stderr
    assert resultat.stderr == ""
    rendu = json.loads(resultat.stdout)
    assert [r["montant"] for r in rendu] == ["20000.00", None]
