"""``manage.py estimer``: its memory and its pace are those of a request, not of the file."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.subventions.outils import BAREMES, collectif, demande_cct, donnees_valides, lieu, poste

RACINE = Path(__file__).parent.parent.parent
DEMANDES = 20_000
# Peak memory that so many requests may add to that of a few, in MB: read whole, they add 500.
CROISSANCE_MAX = 25


def _demandes(combien):
    """Requests with their barème: no database is needed to answer them."""
    for rang in range(combien):
        dispositif = ("cct", "er", "clas", "diagnostic")[rang % 4]
        donnees = donnees_valides(dispositif)
        if dispositif == "cct":
            donnees = {"postes": [poste(str(20_000 + rang))] * 2}
        elif dispositif == "er":
            donnees["lieux"] = [lieu(str(rang))] * 2
        elif dispositif == "clas":
            donnees["collectifs"] = [collectif(True)] * 3
        exercice = "2025-2026" if dispositif == "clas" else "2025"
        yield demande_cct(
            dispositif=dispositif,
            exercice=exercice,
            donnees=donnees,
            bareme=BAREMES[dispositif],
            reference=rang,
        )


def _ecrire(fichier, combien):
    with fichier.open("w") as ecriture:
        for rang, demande in enumerate(_demandes(combien)):
            ecriture.write("," if rang else "[")
            ecriture.write(json.dumps(demande))
        ecriture.write("]")


def _lancer(fichier, **flux):
    return subprocess.Popen(
        [sys.executable, "manage.py", "estimer", str(fichier)],
        cwd=RACINE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"},
        **flux,
    )


def _pic(fichier, combien, sortie):
    """Peak memory of one real process, in MB, having answered so many requests."""
    _ecrire(fichier, combien)
    with sortie.open("wb") as recue:
        lance = _lancer(fichier, stdout=recue)
        _, statut, usage = os.wait4(lance.pid, 0)
        lance.returncode = os.waitstatus_to_exitcode(statut)
    assert lance.returncode == 0
    assert sortie.read_bytes().count(b'"statut": "estime"') == combien
    return usage.ru_maxrss / 1024


def test_vingt_mille_demandes_ne_prennent_pas_plus_de_memoire_que_quelques_unes(tmp_path):
    demandes, reponses = tmp_path / "demandes.json", tmp_path / "reponses.json"
    quelques_unes = _pic(demandes, 20, reponses)
    assert _pic(demandes, DEMANDES, reponses) - quelques_unes < CROISSANCE_MAX


def test_qui_ne_lit_que_le_debut_n_a_pas_d_erreur(tmp_path):
    """« estimer … | head »: the first answer is there, and no traceback for the others."""
    demandes = tmp_path / "demandes.json"
    _ecrire(demandes, 400)
    with _lancer(demandes, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as lance:
        debut = [lance.stdout.readline() for _ in range(3)]
        lance.stdout.close()
        assert lance.stderr.read() == b""
    assert debut[0] == b"[\n"
    assert b'"dispositif": "cct"' in debut[2]
    assert lance.returncode == 1
