"""The panel beside a form: asked for in a pause, given up when stale, rarer when it is slow."""

from tests.e2e.modules.conftest import Essai

ZONE = '<aside id="zone">Avant</aside>'
# Answers after ``donnee`` milliseconds, and notes when it was asked for.
PREPARER = """
  const appels = [];
  window.fetch = (adresse, { signal }) => new Promise((rendre, refuser) => {
    appels.push(performance.now());
    signal.addEventListener("abort", () => refuser(signal.reason));
    const text = async () => '<aside id="zone">Après</aside>';
    setTimeout(() => rendre({ ok: true, text }), donnee);
  });
  const attendre = (ms) => new Promise((fini) => setTimeout(fini, ms));
  const texte = () => document.getElementById("zone").textContent;
  const panneau = m.panneauDe({ panneau: "/panneau/", panneauZone: "zone" }, async () => {});
  const demander_et_attendre = async () => {
    const [debut, avant] = [performance.now(), appels.length];
    panneau.demander();
    while (appels.length === avant) await attendre(20);
    return performance.now() - debut;
  };
"""


def test_il_est_demande_une_fois_quand_la_frappe_s_arrete(essai: Essai) -> None:
    combien, texte = essai(
        "panneau",
        PREPARER
        + """
        for (let i = 0; i < 4; i++) { panneau.demander(); await attendre(60); }
        while (texte() === "Avant") await attendre(20);
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
        await demander_et_attendre();
        panneau.demander();
        await attendre(250);
        const pendant = texte();
        while (texte() === "Avant") await attendre(20);
        return [appels.length, pendant];""",
        ZONE,
        200,
    )
    assert (combien, pendant) == (2, "Avant")


def test_un_serveur_prompt_est_demande_apres_la_meme_pause(essai: Essai) -> None:
    delais = essai(
        "panneau",
        PREPARER
        + """
        const delais = [];
        for (let i = 0; i < 2; i++) {
          delais.push(await demander_et_attendre());
          await attendre(100);
        }
        return delais;""",
        ZONE,
        0,
    )
    assert all(390 <= delai < 900 for delai in delais)


def test_un_serveur_lent_est_demande_moins_souvent(essai: Essai) -> None:
    """An answer of 300 ms: four times as long a pause; the saves of the others go first."""
    premier, second = essai(
        "panneau",
        PREPARER
        + """
        const premier = await demander_et_attendre();
        while (texte() === "Avant") await attendre(20);
        return [premier, await demander_et_attendre()];""",
        ZONE,
        300,
    )
    assert premier < 900
    assert second >= 1190


def test_jamais_plus_de_huit_secondes(essai: Essai) -> None:
    """However long an answer took: told by a clock that jumps."""
    second = essai(
        "panneau",
        PREPARER
        + """
        const vraie = performance.now.bind(performance);
        let saut = 0;
        performance.now = () => vraie() + saut;
        panneau.demander();
        while (!appels.length) await attendre(20);
        saut = 60_000; // before the answer, which takes 200 ms
        while (texte() === "Avant") await attendre(20);
        const poser = window.setTimeout, delais = [];
        window.setTimeout = (f, ms) => { delais.push(ms); return poser(f, 0); };
        panneau.demander();
        window.setTimeout = poser;
        return delais;""",
        ZONE,
        200,
    )
    assert second == [8000]


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
