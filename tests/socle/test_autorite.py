"""``manage.py autorite`` and the warnings: an authority led by its operator, from its first day."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from portal.socle.cachets.autorite import CACHET_VALIDE, LISTE_VALIDE, Motif
from portal.socle.cachets.depot import depot, lire_cle
from portal.socle.cachets.surveillance import PREAVIS, defauts_des_cachets
from portal.socle.cachets.verification import Verdict, verifier_cachet
from portal.socle.environnement import secret
from tests.cachets import OUVERTURE, SCELLE_LE, Autorite, jours, scelle

PHRASE = "une phrase assez longue"


@pytest.fixture
def phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASE_AUTORITE", PHRASE)
    assert secret("PHRASE_AUTORITE") == PHRASE


def autorite(*mots: object, le=OUVERTURE) -> str:
    sortie = StringIO()
    with time_machine.travel(le, tick=False):
        call_command("autorite", *map(str, mots), stdout=sortie)
    return sortie.getvalue()


def test_une_autorite_menee_par_la_commande(phrase: None, tmp_path: Path, settings) -> None:
    dossier = tmp_path / "autorite"
    assert "Racine créée" in autorite("creer", dossier, "--organisme", "Caf de la Savoie")
    emis = autorite("emettre", dossier, "--caf", "73", "--nom", "Caf de la Savoie")
    serie = emis.split()[-1].rstrip(".")
    settings.DOSSIER_CACHETS, settings.DOSSIER_CLES_CACHETS = dossier, dossier / "cles"
    octets = scelle()
    assert verifier_cachet(octets, SCELLE_LE).verdict == Verdict.VALIDE
    autorite("renouveler-liste", dossier, le=SCELLE_LE)
    assert verifier_cachet(octets, SCELLE_LE).verdict == Verdict.VALIDE
    revoque = autorite("revoquer", dossier, serie, "--motif", "compromission", le=SCELLE_LE)
    assert serie in revoque
    assert verifier_cachet(octets, SCELLE_LE).verdict == Verdict.REVOQUE
    vu = json.loads(autorite("etat", dossier))
    assert vu["certificats"] == [
        {
            "serie": serie,
            "pour": "caf-73",
            "nom": "Caf de la Savoie",
            "du": "2025-06-01",
            "au": "2028-05-31",
            "revoque_le": "2026-02-03",
        }
    ]
    assert vu["racines"] == ["Caf de la Savoie – autorité des cachets"]
    assert vu["listes_jusqu_au"] == [(SCELLE_LE + LISTE_VALIDE).date().isoformat()]


def test_ce_que_la_commande_refuse(
    phrase: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    creer = ("creer", tmp_path, "--organisme", "Caf")
    monkeypatch.setenv("PHRASE_AUTORITE", "courte")
    with pytest.raises(CommandError, match="12 caractères"):
        autorite(*creer)
    assert not list(tmp_path.iterdir())
    monkeypatch.setenv("PHRASE_AUTORITE", PHRASE)
    autorite(*creer)
    with pytest.raises(CommandError, match="déjà une autorité"):
        autorite(*creer)
    with pytest.raises(CommandError, match="Aucun certificat"):
        autorite("revoquer", tmp_path, "0a", "--motif", "cessation")
    with pytest.raises(CommandError, match="pas d’autorité"):
        autorite("emettre", tmp_path / "vide", "--nom", "Portail")
    for mauvaise in ("une autre phrase", ""):
        monkeypatch.setenv("PHRASE_AUTORITE", mauvaise)
        with pytest.raises(CommandError, match="phrase secrète"):
            autorite("emettre", tmp_path, "--nom", "Portail")


def test_la_cle_de_la_racine_est_chiffree_et_nulle_cle_n_est_lisible_d_autrui(
    phrase: None, tmp_path: Path
) -> None:
    autorite("creer", tmp_path, "--organisme", "Caf")
    autorite("emettre", tmp_path, "--nom", "Portail")
    assert "ENCRYPTED" in (tmp_path / "racine.cle").read_text()
    cles = [tmp_path / "racine.cle", *(tmp_path / "cles").iterdir()]
    assert [cle.stat().st_mode & 0o777 for cle in cles] == [0o600, 0o600]
    assert lire_cle(cles[0], PHRASE.encode())


def test_la_demonstration_fait_la_sienne_une_fois(tmp_path: Path, settings) -> None:
    settings.DOSSIER_CACHETS = tmp_path / "cachets"
    settings.DOSSIER_CLES_CACHETS = tmp_path / "cachets" / "cles"
    settings.DEMO = False
    assert depot().racines() == []
    settings.DEMO = True
    (racine,) = depot().racines()
    assert depot().racines() == [racine]
    assert [chemin.name for chemin in tmp_path.iterdir()] == ["cachets"]


def test_ce_qui_va_finir_est_dit_a_temps(tmp_path: Path, settings) -> None:
    ouverte = Autorite(tmp_path / "cachets").installer(settings)

    def dits(le) -> str:
        return " ; ".join(str(faute) for faute in defauts_des_cachets(le))

    assert dits(OUVERTURE + jours(1)) == ""
    presque = OUVERTURE + LISTE_VALIDE - PREAVIS + timedelta(hours=1)
    assert "la liste de révocation est à renouveler avant le" in dits(presque)
    assert "certificat" not in dits(presque)
    tard = OUVERTURE + CACHET_VALIDE - PREAVIS + timedelta(hours=1)
    assert dits(tard).count("est à renouveler avant le") == 3
    ouverte.revoquer(ouverte.caf, Motif.CESSATION, OUVERTURE)
    ouverte.emettre("portail", "Portail partenaires", tard)
    assert "certificat" not in dits(tard)
    (ouverte.dossier / "revocations.pem").unlink()
    assert "absente" in dits(tard)
    (ouverte.dossier / "racine.pem").write_text("-----BEGIN CERTIFICATE-----")
    assert "lisible" in dits(tard)
    settings.DOSSIER_CACHETS = tmp_path
    assert dits(tard) == ""
