"""One request: what it carries, and how the form says where it stands."""

from urllib.parse import parse_qsl

from playwright.sync_api import Page, Route

from tests.e2e.modules.conftest import Essai

FORMULAIRE = """
<form data-saisie="/quelque/part/">
  <input name="personne" value="7"><input name="csrfmiddlewaretoken" value="jeton">
</form><p id="zone"></p>
"""
CALME = {"panne": None, "derniere": "", "nombre": 0, "aChoisir": 0, "aCorriger": 0}
LOT = {
    "revision": 4,
    "contenu": [
        {"chemin": "nom", "valeur": "Ugine & co", "genre": "valeur"},
        {"chemin": "jours", "valeur": ["lundi", "mardi"], "genre": "valeur"},
        {"chemin": "heures", "valeur": "12", "genre": "autre"},
        {"chemin": "repris", "genre": "confirmer"},
    ],
}


def test_un_envoi_dit_qui_quoi_et_depuis_quelle_revision(atelier: Page, essai: Essai) -> None:
    recus: list[Route] = []

    def repondre(route: Route) -> None:
        recus.append(route)
        route.fulfill(json={"revision": 5})

    atelier.route("**/quelque/part/", repondre)
    ligne = essai(
        "envoi",
        'return m.envoyer(document.querySelector("form"), donnee)',
        FORMULAIRE,
        donnee=LOT,
    )
    assert (ligne["nom"], ligne["contenu"]) == ("200", {"revision": 5})
    (demande,) = [route.request for route in recus]
    assert demande.method == "POST"
    assert demande.headers["x-csrftoken"] == "jeton"
    assert demande.headers["accept"] == "application/json"
    assert parse_qsl(demande.post_data or "") == [
        ("revision", "4"),
        ("personne", "7"),
        ("nom", "Ugine & co"),
        ("present-jours", "1"),
        ("jours", "lundi"),
        ("jours", "mardi"),
        ("choix-heures", "autre"),
        ("heures", "12"),
        ("confirmer", "repris"),
    ]


def test_personne_au_bout_est_une_coupure(atelier: Page, essai: Essai) -> None:
    atelier.route("**/quelque/part/", lambda r: r.abort())
    nom = essai(
        "envoi",
        'return (await m.envoyer(document.querySelector("form"), donnee)).nom',
        FORMULAIRE,
        donnee=LOT,
    )
    assert nom == "coupure"


def test_l_etat_compte_ce_qui_reste_a_faire(essai: Essai) -> None:
    lus = essai(
        "etat",
        """const zone = document.querySelector("#zone");
        const dire = m.etatDe(zone, "/connexion/");
        return [{}, { aCorriger: 1 }, { aChoisir: 2 }, { aCorriger: 2, aChoisir: 1 }].map((s) => {
          dire({ ...donnee, actif: () => false, ...s });
          return zone.textContent;
        })""",
        FORMULAIRE,
        donnee=CALME | {"derniere": "10 h 02"},
    )
    choisir = "à choisir entre deux saisies faites en même temps"
    assert lus == [
        "Enregistré à 10 h 02",
        "1 donnée à corriger. Le reste est enregistré.",
        f"2 données {choisir}. Le reste est enregistré.",
        f"2 données à corriger, 1 donnée {choisir}. Le reste est enregistré.",
    ]


def test_une_panne_se_dit_avec_ce_qui_attend(essai: Essai) -> None:
    texte, lien = essai(
        "etat",
        """const { LIGNES } = await import("/static/saisie/reponses.js");
        const zone = document.querySelector("#zone");
        const panne = { ...LIGNES[401], contenu: {} };
        m.etatDe(zone, "/connexion/")({ ...donnee, actif: () => false, panne });
        return [zone.textContent, zone.querySelector("a").getAttribute("href")]""",
        FORMULAIRE,
        donnee=CALME | {"nombre": 2},
    )
    assert texte.startswith("Votre session est fermée. 2 données en attente d’envoi : ")
    assert lien == "/connexion/"
