"""PDFs made ahead: the same page gives the same file, and nothing else is ever given for it."""

import errno
import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from portal.socle import pdf_prets
from portal.socle.documents import stockage
from portal.socle.pdf_prets import pdf_pret, purger

PAGE = '<!doctype html><html lang="fr"><head><title>Essai</title></head><body>{}</body></html>'


@pytest.fixture(autouse=True)
def rendus(dossier, monkeypatch):
    """The pages that were really printed."""
    faits = []

    def imprimer(html):
        faits.append(html)
        return f"%PDF {html} {len(faits)}".encode()

    monkeypatch.setattr(pdf_prets, "pdf_de", imprimer)
    return faits


@pytest.fixture
def fichiers(dossier):
    return lambda: sorted(chemin for chemin in dossier.rglob("*") if chemin.is_file())


def test_une_page_n_est_imprimee_qu_une_fois(rendus):
    assert pdf_pret(PAGE.format("un")) == pdf_pret(PAGE.format("un"))
    assert len(rendus) == 1


def test_une_autre_page_est_un_autre_pdf(rendus):
    """A letter apart: that of another reader, that of a figure altered since."""
    assert pdf_pret(PAGE.format("12,00 €")) != pdf_pret(PAGE.format("13,00 €"))
    assert len(rendus) == 2


@pytest.mark.parametrize("change", ["feuille de style", "bibliothèque"])
def test_ce_qui_change_l_aspect_fait_imprimer_de_nouveau(change, rendus, monkeypatch, dossier):
    pdf_pret(PAGE.format("un"))
    if change == "bibliothèque":
        monkeypatch.setattr(pdf_prets, "BIBLIOTHEQUE", "0")
    else:
        (dossier / "autre.css").write_text("@page { margin: 0 }")
        monkeypatch.setattr(pdf_prets.finders, "find", lambda nom: str(dossier / "autre.css"))
    pdf_pret(PAGE.format("un"))
    assert len(rendus) == 2


@pytest.mark.parametrize("abime", [b"", b"%PDF faux", b"\0" * 200])
def test_un_fichier_change_sur_le_disque_n_est_pas_donne(abime, rendus, fichiers):
    pdf_pret(PAGE.format("un"))
    (chemin,) = fichiers()
    chemin.write_bytes(abime)
    assert pdf_pret(PAGE.format("un")) == f"%PDF {PAGE.format('un')} 2".encode()
    pdf_pret(PAGE.format("un"))
    assert len(rendus) == 2, "refait, il est gardé de nouveau"
    assert len(fichiers()) == 1


def test_un_fichier_pris_pour_un_autre_n_est_pas_donne(rendus, fichiers):
    pdf_pret(PAGE.format("un"))
    pdf_pret(PAGE.format("deux"))
    un, deux = fichiers()
    os.replace(un, deux)
    rendu = {pdf_pret(PAGE.format(mot)) for mot in ("un", "deux")}
    assert len(rendu) == 2
    assert len(rendus) == 4


def test_sans_place_le_pdf_est_donne_quand_meme(rendus, monkeypatch):
    def plein(*_):
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr(type(stockage()), "save", plein)
    assert pdf_pret(PAGE.format("un")).startswith(b"%PDF")


def test_la_purge_ote_ce_qui_est_ancien(rendus, fichiers):
    maintenant = datetime.now(UTC)
    assert purger(maintenant) == 0
    for mot in ("un", "deux", "trois"):
        pdf_pret(PAGE.format(mot))
    vieux = time.time() - timedelta(days=8).total_seconds()
    for chemin in fichiers()[:2]:
        os.utime(chemin, (vieux, vieux))
    assert purger(maintenant) == 2
    assert len(fichiers()) == 1
