"""What an answer means, whoever gave it: the portal, a proxy or nobody."""

import pytest

from tests.e2e.modules.conftest import Essai

LIRE = """
const [statut, corps, entetes] = donnee;
const ligne = await m.lire(new Response(corps, { status: statut, headers: entetes }));
return [ligne.nom, ligne.suite, ligne.patience, ligne.contenu]
"""


@pytest.mark.parametrize(
    ("statut", "corps", "nom", "suite"),
    [
        (200, '{"revision": 4}', "200", "acquitte"),
        (422, '{"revision": 4, "erreurs": {}}', "422", "acquitte"),
        (200, "<h1>Wifi</h1>", "illisible", "delais"),
        (200, '{"revision": ', "illisible", "delais"),
        (200, "{}", "illisible", "delais"),
        (401, '{"raison": "session"}', "401", "connexion"),
        (401, "", "intermediaire", "delais"),
        (403, '{"raison": "droits"}', "403", "arret"),
        (403, "<h1>Proxy</h1>", "intermediaire", "delais"),
        (404, '{"raison": "introuvable"}', "404", "arret"),
        (409, '{"raison": "moment"}', "409", "arret"),
        (409, '{"raison": "personne"}', "409-personne", "personne"),
        (413, "", "413", "morceaux"),
        (503, "", "503", "delais"),
        (418, "", "autre", "delais"),
    ],
)
def test_chaque_reponse_a_sa_ligne(
    essai: Essai, statut: int, corps: str, nom: str, suite: str
) -> None:
    assert essai("reponses", LIRE, donnee=[statut, corps, {}])[:2] == [nom, suite]


@pytest.mark.parametrize(
    ("dit", "bas", "haut"),
    [
        ("7", 7_000, 7_000),
        ("86400", 600_000, 600_000),
        ("Wed, 01 Jan 2020 00:00:00 GMT", 0, 0),
        ("Wed, 01 Jan 2120 00:00:00 GMT", 600_000, 600_000),
        ("bientôt".encode().decode("latin-1"), 0, 0),
        ("-5", 0, 0),
    ],
)
def test_la_patience_demandee_est_bornee(essai: Essai, dit: str, bas: int, haut: int) -> None:
    ligne = essai("reponses", LIRE, donnee=[503, "", {"Retry-After": dit}])
    assert bas <= ligne[2] <= haut


def test_ce_que_le_portail_dit_est_rendu(essai: Essai) -> None:
    ligne = essai("reponses", LIRE, donnee=[409, '{"raison": "moment", "message": "Tard."}', {}])
    assert ligne[3] == {"raison": "moment", "message": "Tard."}


def test_une_lenteur_n_est_pas_une_coupure(essai: Essai) -> None:
    noms = essai(
        "reponses",
        """return [new DOMException("", "TimeoutError"), new TypeError("Failed to fetch")]
        .map((e) => m.echec(e).nom)""",
    )
    assert noms == ["lenteur", "coupure"]
