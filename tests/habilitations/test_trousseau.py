"""The keys of Cafs: from files or the environment, made, replaced, forgotten."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured

from habilitations import trousseau
from portal.socle.cles import identifiant, texte_public

SECRET = "A" * 43


@pytest.fixture(autouse=True)
def cles(settings: object, tmp_path: Path) -> Path:
    settings.DEMO, settings.CLES_CAF = False, tmp_path / "cles"
    trousseau._lire_privee.cache_clear()
    yield tmp_path / "cles"
    trousseau._lire_privee.cache_clear()
    trousseau._lire_publiques.cache_clear()


def test_sans_cle_rien_n_est_fait_hors_demonstration(cles: Path) -> None:
    with pytest.raises(trousseau.CleAbsente, match=r"manage\.py cle_caf 73 --creer"):
        trousseau.privee("73")
    assert trousseau.publiques("73") == {}
    assert not cles.exists()


def test_creee_une_fois_lue_de_son_seul_proprietaire(cles: Path) -> None:
    premiere = trousseau.creer("73")
    assert trousseau.creer("73") == premiere
    assert (cles / "73.cle").stat().st_mode & 0o777 == 0o600
    assert cles.stat().st_mode & 0o777 == 0o700
    assert trousseau.privee("73").public_key() == premiere
    assert list(trousseau.publiques("73")) == [identifiant(premiere)]
    assert trousseau.publiques("59") == {}


def test_la_demonstration_fait_la_sienne(settings: object) -> None:
    settings.DEMO = True
    assert trousseau.privee("73") is not trousseau.privee("59")


def test_remplacee_la_publique_reste_et_s_oublie_avec_sa_ligne(cles: Path) -> None:
    premiere = trousseau.creer("73")
    seconde = trousseau.remplacer("73")
    assert set(trousseau.publiques("73")) == {identifiant(premiere), identifiant(seconde)}
    troisieme = trousseau.remplacer("73")
    assert trousseau.privee("73").public_key() == troisieme
    assert len(trousseau.publiques("73")) == 3
    assert [f.name for f in sorted(cles.iterdir())] == ["73.anciennes", "73.cle"]
    (cles / "73.anciennes").write_text(texte_public(seconde) + "\n")
    assert set(trousseau.publiques("73")) == {identifiant(seconde), identifiant(troisieme)}


def test_l_environnement_passe_avant(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    fichier = trousseau.creer("73")
    monkeypatch.setenv("CLE_CAF_73", SECRET)
    trousseau._lire_privee.cache_clear()
    assert trousseau.privee("73").public_key() != fichier
    with pytest.raises(trousseau.CleDonnee, match="CLE_CAF_73"):
        trousseau.remplacer("73")
    autre = Ed25519PrivateKey.generate().public_key()
    settings.CLES_CAF_ANCIENNES = [f"73:{texte_public(autre)}", f"59:{texte_public(fichier)}"]
    connues = {identifiant(autre), identifiant(trousseau.privee("73").public_key())}
    assert set(trousseau.publiques("73")) == connues


def test_un_fichier_illisible_se_nomme(cles: Path) -> None:
    cles.mkdir()
    (cles / "73.cle").write_text("trop court")
    with pytest.raises(ImproperlyConfigured, match=r"73\.cle doit porter 32 octets"):
        trousseau.privee("73")
