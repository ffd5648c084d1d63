"""Fields of a form, as people and as the server write them."""

from tests.e2e.modules.conftest import Essai

FORMULAIRE = """
<form>
  <div data-champ="nom" data-identifiant="id_nom">
    <label for="id_nom">Nom du lieu</label>
    <input id="id_nom" name="nom" value="Ugine" aria-describedby="id_nom-aide">
    <div id="id_nom-etat"></div>
  </div>
  <fieldset data-champ="ouvert" data-identifiant="id_ouvert">
    <legend>Ouvert</legend>
    <input type="radio" name="ouvert" value="oui">
    <input type="radio" name="ouvert" value="non" checked>
    <div id="id_ouvert-etat"></div>
  </fieldset>
  <fieldset data-champ="jours" data-identifiant="id_jours" data-si="ouvert">
    <legend>Jours</legend>
    <input type="checkbox" name="jours" value="lundi" checked>
    <input type="checkbox" name="jours" value="mardi">
    <div id="id_jours-etat"></div>
  </fieldset>
</form>
"""
TAPE = 'document.querySelector("#id_nom").value = "ancien";'
CHAMPS = 'const champs = m.champsDe(document.querySelector("form"));'


def test_ce_que_la_page_sait_au_depart(essai: Essai) -> None:
    assert essai(
        "champs",
        CHAMPS + "return champs.chemins().map((c) => [c, champs.valeur(c), champs.connue(c)])",
        FORMULAIRE,
    ) == [
        ["nom", "Ugine", "Ugine"],
        ["ouvert", "non", "non"],
        ["jours", ["lundi"], ["lundi"]],
    ]


def test_ecrire_puis_apprendre(essai: Essai) -> None:
    etats = essai(
        "champs",
        CHAMPS
        + """champs.ecrire("nom", "Albertville"); champs.ecrire("ouvert", "oui");
        champs.ecrire("jours", ["lundi", "mardi"]);
        const avant = champs.chemins().map(champs.estModifie);
        champs.chemins().forEach((c) => champs.apprendre(c, champs.valeur(c)));
        return [avant, champs.chemins().map(champs.estModifie), champs.valeur("jours")]""",
        FORMULAIRE,
    )
    assert etats == [[True] * 3, [False] * 3, ["lundi", "mardi"]]


def test_ce_qu_une_visite_d_avant_avait_tape_ne_compte_pas(essai: Essai) -> None:
    valeur = essai("champs", TAPE + CHAMPS + 'return champs.valeur("nom")', FORMULAIRE)
    assert valeur == "Ugine"


def test_une_erreur_se_dit_pres_du_champ_puis_s_efface(essai: Essai) -> None:
    lu = essai(
        "champs",
        CHAMPS
        + """const champ = document.querySelector("#id_nom");
        const lire = () => [
          champ.getAttribute("aria-invalid"), champ.getAttribute("aria-describedby"),
          document.querySelector("#id_nom-erreur")?.textContent ?? null];
        champs.erreur("nom", "Trop <b>long</b>.");
        const pendant = lire();
        champs.etat("nom", "succes", "Enregistré");
        return [pendant, lire(), document.querySelector("#id_nom-etat").textContent]""",
        FORMULAIRE,
    )
    pendant, apres, etat = lu
    assert pendant == [
        "true",
        "id_nom-aide id_nom-erreur",
        "Erreur : Trop <b>long</b>. Votre saisie n’est pas enregistrée.",
    ]
    assert apres == [None, "id_nom-aide", None]
    assert etat == "Enregistré"


def test_un_champ_conditionnel_se_cache_avec_ce_qu_il_tient(essai: Essai) -> None:
    caches = essai(
        "champs",
        CHAMPS
        + """const jours = document.querySelector("[data-si]");
        champs.conditions(); const avant = jours.hidden;
        champs.ecrire("ouvert", "oui"); champs.conditions();
        return [avant, jours.hidden, champs.valeur("jours")]""",
        FORMULAIRE,
    )
    assert caches == [True, False, ["lundi"]]


A_PART = """
<form>
  <div data-champ="n" data-identifiant="id_n">
    <label for="id_n">Nombre</label>
    <input id="id_n" name="n" value="12">
    <input type="checkbox" name="n" value="ne_sait_pas" data-exclusif>
    <div id="id_n-etat"></div>
  </div>
  <fieldset data-champ="c" data-identifiant="id_c">
    <legend>Choix</legend>
    <input type="checkbox" name="c" value="a" checked>
    <input type="checkbox" name="c" value="b" checked>
    <input type="checkbox" name="c" value="aucun" data-exclusif>
    <div id="id_c-etat"></div>
  </fieldset>
</form>
"""


def test_ce_qui_est_seul_decoche_le_reste_et_inversement(essai: Essai) -> None:
    lu = essai(
        "champs",
        CHAMPS
        + """const cocher = (sel, c) => { const e = document.querySelector(sel);
          if (e.type === "text") e.value = "7"; else e.checked = true; champs.accorder(c, e); };
        const suite = [champs.valeur("n")];
        cocher('[value="ne_sait_pas"]', "n"); suite.push(champs.valeur("n"));
        cocher("#id_n", "n"); suite.push(champs.valeur("n"));
        champs.ecrire("n", "ne_sait_pas"); suite.push(champs.valeur("n"));
        cocher('[value="aucun"]', "c"); suite.push(champs.valeur("c"));
        cocher('[value="b"]', "c"); suite.push(champs.valeur("c"));
        return suite""",
        A_PART,
    )
    assert lu == ["12", "ne_sait_pas", "7", "ne_sait_pas", ["aucun"], ["b"]]


def test_une_liste_se_lit_et_commande_comme_des_boutons(essai: Essai) -> None:
    """What a table shows as a list (select) is a choice like another."""
    liste = """<form>
      <div data-champ="lieux.l1.ouvert" data-identifiant="a"><label for="a">Ouvert</label>
        <select id="a" name="lieux.l1.ouvert"><option value="">–</option>
        <option value="oui">Oui</option><option value="non" selected>Non</option></select></div>
      <div data-champ="jours" data-identifiant="b" data-si=".ouvert"><label for="b">Jours</label>
        <input id="b" name="jours"></div></form>"""
    etats = essai(
        "champs",
        CHAMPS
        + """const o = "lieux.l1.ouvert";
        const lu = () => [champs.valeur(o), champs.connue(o), champs.bloc("jours").hidden];
        champs.conditions();
        const avant = lu();
        champs.ecrire(o, "oui");
        champs.conditions();
        return [avant, lu()]""",
        liste,
    )
    assert etats == [["non", "non", True], ["oui", "non", False]]


def test_un_champ_lu_loin_de_sa_page_nomme_sa_ligne(essai: Essai) -> None:
    """Three antennes have a field of the same label: the notice of what waits names each."""
    libelles = essai(
        "champs",
        CHAMPS + 'return ["nom", "ouvert"].map(champs.libelle)',
        FORMULAIRE.replace('data-champ="nom"', 'data-champ="nom" data-nom="Nom – Antenne d’Ugine"'),
    )
    assert libelles == ["Nom – Antenne d’Ugine", "Ouvert"]
