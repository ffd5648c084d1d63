"""The panel beside a form: asked for in a pause, given up when stale, rarer when it is slow."""

import pytest

from tests.e2e.modules.conftest import Essai

ZONE = '<aside id="zone">Avant</aside>'
# A clock that only answers move: each takes ``donnee`` milliseconds by it, and comes soon in truth.
# ``pause`` asks for the panel, and gives the pause that was chosen before.
PREPARER = """
  let heure = 0;
  performance.now = () => heure;
  const appels = [];
  window.fetch = (adresse, { signal }) => new Promise((rendre, refuser) => {
    appels.push(adresse);
    signal.addEventListener("abort", () => refuser(signal.reason));
    const text = async () => '<aside id="zone">Après</aside>';
    setTimeout(() => { heure += donnee; rendre({ ok: true, text }); }, 50);
  });
  const attendre = (ms) => new Promise((fini) => setTimeout(fini, ms));
  const jusque = async (condition) => { while (!condition()) await attendre(10); };
  const texte = () => document.getElementById("zone").textContent;
  const panneau = m.panneauDe({ panneau: "/panneau/", panneauZone: "zone" }, async () => {});
  const pause = () => {
    const poser = window.setTimeout;
    let choisie;
    window.setTimeout = (faire, ms) => { choisie = ms; return poser(faire, 0); };
    panneau.demander();
    window.setTimeout = poser;
    return choisie;
  };
  const demander = async () => {
    document.getElementById("zone").textContent = "Avant";
    const choisie = pause();
    await jusque(() => texte() !== "Avant");
    return choisie;
  };
"""


def test_il_est_demande_une_fois_quand_la_frappe_s_arrete(essai: Essai) -> None:
    combien, texte = essai(
        "panneau",
        PREPARER
        + """
        for (let i = 0; i < 4; i++) panneau.demander();
        await jusque(() => texte() !== "Avant");
        return [appels.length, texte()];""",
        ZONE,
        0,
    )
    assert (combien, texte) == (1, "Après")


def test_une_saisie_pendant_la_reponse_la_fait_oublier(essai: Essai) -> None:
    """What comes would be stale: it is asked again, and only the last one is laid."""
    combien, pendant = essai(
        "panneau",
        PREPARER
        + """
        pause();
        await jusque(() => appels.length === 1);
        panneau.demander();
        await attendre(150); // the first answer would have come
        const pendant = texte();
        await jusque(() => texte() !== "Avant");
        return [appels.length, pendant];""",
        ZONE,
        0,
    )
    assert (combien, pendant) == (2, "Avant")


@pytest.mark.parametrize(
    ("duree", "pause"),
    [
        pytest.param(20, 400, id="prompt"),
        pytest.param(100, 400, id="a peine moins"),
        pytest.param(300, 1200, id="lent"),
        pytest.param(60_000, 8000, id="plein"),
    ],
)
def test_plus_il_est_lent_moins_souvent_il_est_demande(
    essai: Essai, duree: int, pause: int
) -> None:
    """Four times what the last answer took, eight seconds at most: saves of the others go first."""
    pauses = essai(
        "panneau", PREPARER + "return [await demander(), await demander()];", ZONE, duree
    )
    assert pauses == [400, pause]


def test_sans_panneau_rien_n_est_demande(essai: Essai) -> None:
    assert (
        essai(
            "panneau",
            """
            let appels = 0;
            window.fetch = () => { appels += 1; return new Promise(() => {}); };
            m.panneauDe({}, async () => {}).demander();
            await new Promise((fini) => setTimeout(fini, 600));
            return appels;""",
        )
        == 0
    )
