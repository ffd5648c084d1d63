"""Each answer after which a save is sent again, line by line: kept, when, once, and what is read.

``ATTENDU``, static/saisie/reponses.js and docs/decisions/0014 have the same table: the three are
compared.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visite
from tests.e2e.reponses import ATTENDU, Saisie, code, volet
from tests.e2e.saisie import attendre, etat, saisir

__all__ = ["volet"]
RACINE = Path(__file__).resolve().parents[2]
A_RENVOYER = [nom for nom, ligne in ATTENDU.items() if ligne.suite == "delais"]


def test_la_table_est_la_meme_partout(visite: Visite, volet: Saisie) -> None:
    """In the script, in the decision, and here."""
    lignes = volet.page.evaluate("import('/static/saisie/reponses.js').then((m) => m.LIGNES)")
    assert {nom: ligne["suite"] for nom, ligne in lignes.items()} == {
        nom: ligne.suite for nom, ligne in ATTENDU.items()
    }
    decision = (RACINE / "docs/decisions/0014-saisie-au-fil-de-l-eau.md").read_text()
    ecrites = re.findall(r"^ *\| `([\w-]+)` \|.*\| `(\w+)` \|", decision, flags=re.MULTILINE)
    assert dict(ecrites) == {nom: ligne.suite for nom, ligne in ATTENDU.items()}


@pytest.mark.parametrize("nom", A_RENVOYER)
def test_en_attente_puis_renvoyee_une_fois(visite: Visite, volet: Saisie, nom: str) -> None:
    """Kept, said, sent again by itself, once, when the server is there again."""
    volet.repondre(ATTENDU[nom].repondre)
    with volet.page.expect_request("**/saisie/"):
        saisir(volet.page, volet.chemin, "12")
    if nom == "lenteur":
        volet.page.clock.run_for(19_500)
        expect(etat(volet.page)).to_contain_text("Enregistrement…")
        volet.page.clock.run_for(1_000)
    expect(etat(volet.page)).to_contain_text(ATTENDU[nom].lu)
    attendre(volet.page, volet.chemin, "En attente d’envoi")
    assert volet.retenues() == 1
    assert volet.lu(volet.chemin) is None

    volet.de_retour()

    expect(etat(volet.page)).to_contain_text("Enregistré à")
    assert volet.lu(volet.chemin) == "12"
    assert volet.retenues() == 0
    assert volet.avancer(65) == 2


@pytest.mark.parametrize(
    ("corps", "type_mime"),
    [
        ('{"revision": 4, "heu', "application/json"),
        ("<html><title>Portail captif</title></html>", "text/html"),
        ('{"success": true}', "application/json"),
        ("", "application/json"),
    ],
)
def test_200_qui_n_est_pas_du_portail(
    visite: Visite, volet: Saisie, corps: str, type_mime: str
) -> None:
    volet.repondre(lambda r: r.fulfill(status=200, body=corps, content_type=type_mime))
    saisir(volet.page, volet.chemin, "12")
    expect(etat(volet.page)).to_contain_text(ATTENDU["illisible"].lu)
    assert (volet.lu(volet.chemin), volet.retenues()) == (None, 1)


@pytest.mark.parametrize("statut", [403, 404, 409, 401])
def test_un_refus_d_intermediaire_n_arrete_rien(visite: Visite, volet: Saisie, statut: int) -> None:
    volet.repondre(code(statut))
    saisir(volet.page, volet.chemin, "12")
    expect(etat(volet.page)).to_contain_text(ATTENDU["intermediaire"].lu)
    volet.de_retour()


@pytest.mark.parametrize("statut", [429, 503])
def test_retry_after_est_respecte(visite: Visite, volet: Saisie, statut: int) -> None:
    """Neither what is typed meanwhile, nor coming back to the page, asks the server sooner."""
    page, autre = volet.page, volet.chemin.replace("entretiens", "rencontres")
    volet.repondre(code(statut, {"raison": "occupe"}, **{"Retry-After": "120"}))
    saisir(page, volet.chemin, "12")
    expect(etat(page)).to_contain_text(ATTENDU[str(statut)].lu)
    volet.repondre(lambda r: r.continue_())
    saisir(page, autre, "13")
    expect(etat(page)).to_contain_text("2 données en attente d’envoi")
    attendre(page, autre, "En attente d’envoi")
    page.evaluate("dispatchEvent(new Event('focus')); dispatchEvent(new Event('online'))")

    assert volet.avancer(119) == 1
    assert volet.avancer(20) == 2

    attendre(page, volet.chemin, "Enregistré à")
    attendre(page, autre, "Enregistré à")
    assert [e.count("heures_") for e in volet.envois] == [1, 1, 1]
    assert (volet.lu(volet.chemin), volet.lu(autre)) == ("12", "13")


def test_une_patience_demesuree_est_bornee(visite: Visite, volet: Saisie) -> None:
    volet.repondre(code(503, {"raison": "occupe"}, **{"Retry-After": "86400"}))
    saisir(volet.page, volet.chemin, "12")
    expect(etat(volet.page)).to_contain_text(ATTENDU["503"].lu)
    volet.page.clock.fast_forward("10:00")
    volet.de_retour()
