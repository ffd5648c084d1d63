"""``make pile`` starts what Compose describes, and its people type as the page does."""

import pytest

from tests.installation.compose import RACINE, SERVICES
from tests.pile.pile import ordre, relances
from tests.pile.plumes import delai_apres
from tests.pile.restauration import commandes


def test_les_services_de_compose_demarrent_dans_l_ordre_de_leurs_dependances() -> None:
    dans_l_ordre = ordre()
    assert set(dans_l_ordre) == set(SERVICES) - {"courrier"}  # whose part a real server plays
    for nom in dans_l_ordre:
        for avant in SERVICES[nom].get("depends_on", {}):
            assert dans_l_ordre.index(avant) < dans_l_ordre.index(nom)


def test_ce_qui_meurt_repart_sauf_arrete_a_la_main_ou_fini() -> None:
    assert relances(SERVICES, {"redis"}) == [
        nom for nom in SERVICES if nom not in ("redis", "migration")
    ]


@pytest.mark.parametrize(("essais", "bornes"), [(0, (2.5, 5)), (2, (10, 20)), (9, (30, 60))])
def test_les_delais_sont_ceux_de_la_page(essais: int, bornes: tuple[float, float]) -> None:
    """``tests/e2e/modules/test_reprise.py`` holds the same figures of the script."""
    tires = [delai_apres(essais, 0) for _ in range(200)]
    assert bornes[0] <= min(tires)
    assert max(tires) <= bornes[1]
    assert delai_apres(essais, 90) >= 90 + bornes[0]


def test_les_commandes_de_la_documentation_sont_celles_qui_se_jouent() -> None:
    sauver, rendre = commandes("Back up"), commandes("Restore")
    for mot in ("pg_dump", "tar --create", "sceaux.jsonl", "secrets.tar"):
        assert mot in sauver
    verifications = ("verifier_journal", "verifier_integrite", "verifier_droits", "rejouer")
    for mot in ("pg_restore", "tar --extract", *verifications):
        assert mot in rendre
    script = (RACINE / ".docker/mettre-a-jour").read_text()
    # The worker knows the tasks of both versions before a page of the new one asks for them.
    etapes = ("build", " migration", " worker", "for web in", " beat proxy")
    assert sorted(etapes, key=script.rindex) == list(etapes)
