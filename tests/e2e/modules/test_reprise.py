"""When what waits is sent again: delays that grow, drawn at random, never before Retry-After."""

from tests.e2e.modules.conftest import Essai

MINUTERIES = """
const voulus = [], envois = [];
window.setTimeout = (acte, delai) => voulus.push([acte, delai]);
const reprise = m.reprendre(() => envois.push(1));
const delais = () => voulus.map(([, delai]) => delai);
"""


def test_les_delais_croissent_au_hasard(essai: Essai) -> None:
    """Half of each delay is drawn: browsers that failed together do not come back together."""
    tirages = essai(
        "reprise",
        "return [0, 1, 2, 3, 9].map((n) => Array.from({length: 200}, () => m.delaiApres(n)))",
    )
    bornes = [(2_500, 5_000), (5_000, 10_000), (10_000, 20_000), (20_000, 40_000), (30_000, 60_000)]
    for serie, (bas, haut) in zip(tirages, bornes, strict=True):
        assert bas <= min(serie)
        assert max(serie) <= haut
        assert max(serie) - min(serie) > 0.8 * (haut - bas)
    assert essai("reprise", "return m.delaiApres(0, 90000)") >= 92_500


def test_chaque_echec_attend_plus_que_le_precedent(essai: Essai) -> None:
    delais = essai(
        "reprise", MINUTERIES + "for (let i = 0; i < 3; i++) reprise.plusTard(0); return delais()"
    )
    assert 2_500 <= delais[0] <= 5_000 <= delais[1] <= 10_000 <= delais[2] <= 20_000


def test_un_retour_envoie_aussitot(essai: Essai) -> None:
    assert essai("reprise", MINUTERIES + "reprise.maintenant(); return envois.length") == 1


def test_un_retour_attend_ce_que_le_serveur_a_demande(essai: Essai) -> None:
    envois, delais = essai(
        "reprise",
        MINUTERIES + "reprise.plusTard(30000); reprise.maintenant(); "
        "return [envois.length, delais()]",
    )
    assert envois == 0
    assert delais[-1] >= 29_000


def test_une_reussite_oublie_ce_qui_precede(essai: Essai) -> None:
    delais = essai(
        "reprise",
        MINUTERIES + "for (let i = 0; i < 6; i++) reprise.plusTard(30000); reprise.oublier(); "
        "reprise.maintenant(); reprise.plusTard(0); return [envois.length, delais().at(-1)]",
    )
    assert delais[0] == 1
    assert delais[1] <= 5_000


def test_revenir_au_reseau_a_la_fenetre_ou_ailleurs_le_dit(essai: Essai) -> None:
    fois = essai(
        "reprise",
        """let fois = 0;
        m.reprendre(() => {}).ecouter(() => fois++);
        dispatchEvent(new Event("online"));
        dispatchEvent(new Event("focus"));
        dispatchEvent(new StorageEvent("storage", { key: "portail-dernier-echange" }));
        dispatchEvent(new StorageEvent("storage", { key: "autre" }));
        return fois""",
    )
    assert fois == 3
