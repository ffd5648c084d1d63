"""Technical logs: what opens something to whoever reads it is not written there."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from django.test import Client
from django.urls import URLResolver, get_resolver

from portal.journaux import configurer, taire_les_cles
from tests.monde import Monde

LIEN = "/compte/mot-de-passe/nouveau/3f-c9h2x1-4d2e9a0b/"


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (f"GET {LIEN}", "GET /compte/mot-de-passe/nouveau/3f-…/"),
        (f"Not Found: {LIEN}?x=1", "Not Found: /compte/mot-de-passe/nouveau/3f-…/?x=1"),
        ("POST /repondre/eyJ0eXAi:1x:Zz-_9/code/", "POST /repondre/…/code/"),
        ("GET /compte/mot-de-passe/nouveau/fait/", "GET /compte/mot-de-passe/nouveau/fait/"),
        ("GET /declarations/12/", "GET /declarations/12/"),
    ],
)
def test_la_cle_d_un_lien_personnel_est_tue(texte: str, attendu: str) -> None:
    evenement = {"event": texte, "request": texte, "code": 200}
    assert taire_les_cles(None, "info", evenement) == {
        "event": attendu,
        "request": attendu,
        "code": 200,
    }


def adresses_a_cle(resolveur: URLResolver, avant: str = "/") -> Iterator[str]:
    """Every address whose parameter opens something: a token, or the key of a reset."""
    for motif in resolveur.url_patterns:
        route = f"{avant}{str(motif.pattern).lstrip('^')}"
        if isinstance(motif, URLResolver):
            yield from adresses_a_cle(motif, route)
        elif set(motif.pattern.converters) & {"jeton"} or "<key>" in route:
            yield route.split("<str:jeton>")[0].split("(?P<uidb36>")[0]


def test_aucune_adresse_a_cle_n_est_oubliee() -> None:
    trouvees = set(adresses_a_cle(get_resolver()))
    assert len(trouvees) >= 2
    for avant in trouvees:
        adresse = f"{avant}{'3f-' if 'nouveau' in avant else ''}un-secret:1x:Zz_9/"
        assert "Zz_9" not in taire_les_cles(None, "info", {"event": adresse})["event"], avant


def test_elle_l_est_dans_les_lignes_des_bibliotheques_aussi() -> None:
    """Through the very formatter that writes every line, traceback included."""
    format_json = configurer("INFO")["formatters"]["json"]
    formateur = format_json["()"](**{c: v for c, v in format_json.items() if c != "()"})
    try:
        raise ValueError(LIEN)
    except ValueError:
        enregistrement = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "%s", (LIEN,), sys.exc_info()
        )
    ligne = formateur.format(enregistrement)
    assert "4d2e9a0b" not in ligne
    assert "3f-…" in json.loads(ligne)["event"]
    assert structlog.is_configured()


@pytest.mark.usefixtures("fige")
def test_une_requete_se_dit_par_des_identifiants(
    monde: Monde, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Request, person and file by their ids; no name, no address, nothing that was searched."""
    personne, declaration = monde.passerelles.approbateur, monde.declaration()
    client.force_login(personne)
    caplog.set_level(logging.INFO)
    client.get(f"/declarations/{declaration.pk}/", {"retour": "Jeanne Dupont 1234,56"})
    client.get("/recherche/", {"q": personne.nom})
    dites = [r.msg for r in caplog.records if isinstance(r.msg, dict)]
    finies = [ligne for ligne in dites if ligne["event"] == "request_finished"]
    assert [ligne["request"] for ligne in finies] == [
        f"GET /declarations/{declaration.pk}/",
        "GET /recherche/",
    ]
    dossier, recherche = finies
    assert dossier["user_id"] == personne.pk
    assert (dossier["vue"], dossier["ids"]) == ("declarations:dossier", {"pk": declaration.pk})
    assert recherche["vue"] == "accueil:recherche"
    assert "ids" not in recherche
    assert dossier["request_id"] != recherche["request_id"]
    for tu in (personne.email, personne.nom, personne.prenom, "Jeanne", "1234,56"):
        assert tu not in caplog.text
