"""Each answer that a save can meet, line by line: kept, sent again when, once, and what is read.

``ATTENDU`` is the table of static/saisie/reponses.js and of docs/decisions/0014: the three are
compared.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Visite
from tests.e2e.saisie import a_saisir, attendre, bloc, champ, etat, garde, heures, ouvrir, saisir
from tests.monde import Monde

RACINE = Path(__file__).resolve().parents[2]
ENVOI_EN_COURS = "Enregistrement…"
RETENU = "Object.keys(localStorage).filter((n) => n.startsWith('portail-attente:')).length"


@dataclass(frozen=True)
class Ligne:
    """What one line promises, and how the answer is made."""

    suite: str
    repondre: Callable[[Route], object]
    lu: str


def code(statut: int, corps: object = None, **entetes: str) -> Callable[[Route], object]:
    """Answer with a status: JSON of the portal, or the HTML of whoever stands in between."""
    if corps is None:
        return lambda r: r.fulfill(status=statut, body="<h1>Proxy</h1>", content_type="text/html")
    return lambda r: r.fulfill(
        status=statut, body=json.dumps(corps), content_type="application/json", headers=entetes
    )


ATTENTE = "1 donnée en attente d’envoi"
ATTENDU = {
    "200": Ligne("acquitte", lambda r: r.continue_(), "Enregistré à"),
    "400": Ligne("delais", code(400), f"{ATTENTE}. Cet envoi n’a pas été compris"),
    "401": Ligne("connexion", code(401, {"raison": "session"}), "Votre session est fermée."),
    "403": Ligne("arret", code(403, {"raison": "droits"}), "vos droits ou le dossier"),
    "404": Ligne("arret", code(404, {"raison": "introuvable"}), "ne trouve plus cette page"),
    "409": Ligne("arret", code(409, {"raison": "moment", "message": "Trop tard."}), "Trop tard."),
    "409-personne": Ligne("personne", code(409, {"raison": "personne"}), ""),
    "413": Ligne("morceaux", code(413), "1 donnée à corriger"),
    "422": Ligne("acquitte", lambda r: r.continue_(), "1 donnée à corriger"),
    "429": Ligne("delais", code(429), f"{ATTENTE}. Trop d’envois"),
    "500": Ligne("delais", code(500, {"raison": "panne"}), f"{ATTENTE}. Le portail n’a pas pu"),
    "502": Ligne("delais", code(502), f"{ATTENTE}. Le portail est arrêté"),
    "503": Ligne("delais", code(503), f"{ATTENTE}. Le portail est très demandé"),
    "504": Ligne("delais", code(504), f"{ATTENTE}. Le portail tarde"),
    "coupure": Ligne("delais", lambda r: r.abort(), f"{ATTENTE}. Le portail ne répond pas"),
    "lenteur": Ligne("delais", lambda r: None, f"{ATTENTE}. Le portail met trop de temps"),
    "redirection": Ligne(
        "delais",
        lambda r: r.fulfill(status=302, headers={"Location": "https://wifi.exemple.test/"}),
        f"{ATTENTE}. Votre réseau ou le portail demande de se connecter",
    ),
    "intermediaire": Ligne("delais", code(403), f"{ATTENTE}. Ce n’est pas le portail"),
    "illisible": Ligne("delais", code(200), f"{ATTENTE}. La réponse est arrivée incomplète"),
    "autre": Ligne("delais", code(418), f"{ATTENTE}. La réponse n’était pas celle attendue"),
}
A_RENVOYER = [nom for nom, ligne in ATTENDU.items() if ligne.suite == "delais"]
ARRETS = [nom for nom, ligne in ATTENDU.items() if ligne.suite == "arret"]


@dataclass
class Saisie:
    """A page of a volet whose saves are answered as one likes, its clock in hand."""

    page: Page
    chemin: str
    lu: Callable[[str], object]
    envois: list[str]

    def repondre(self, comment: Callable[[Route], object]) -> None:
        def noter(route: Route) -> None:
            self.envois.append(route.request.post_data or "")
            comment(route)

        self.page.unroute_all(behavior="ignoreErrors")
        self.page.route("**/saisie/", noter)

    def retenues(self) -> int:
        return self.page.evaluate(RETENU)

    def avancer(self, secondes: int) -> int:
        """Let time pass, no further than the next send; return how many there were in all."""
        avant = len(self.envois)
        for _ in range(secondes):
            self.page.clock.run_for(1_000)
            if ENVOI_EN_COURS in (etat(self.page).text_content() or ""):
                self._laisser_partir(avant)
            if len(self.envois) > avant:
                break
        return len(self.envois)

    def _laisser_partir(self, avant: int) -> None:
        """A send on its way meets no more of our time: twenty seconds of it would give it up."""
        limite = monotonic() + 10
        while len(self.envois) == avant and monotonic() < limite:
            self.page.wait_for_timeout(20)

    def de_retour(self) -> None:
        """The portal answers again, to what is sent by itself within a minute."""
        self.repondre(lambda r: r.continue_())
        self.avancer(61)
        attendre(self.page, self.chemin, "Enregistré à")


@pytest.fixture
def volet(monde_vivant: Monde, visite: Visite) -> Saisie:
    declaration, page = a_saisir(monde_vivant), visite.page
    page.clock.install()
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 5)
    page.on("dialog", lambda d: d.accept())
    return Saisie(page, heures(declaration), lambda c: garde(declaration, c), [])


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


@pytest.mark.parametrize("nom", ARRETS)
def test_refusee_elle_reste_affichee_et_gardee(visite: Visite, volet: Saisie, nom: str) -> None:
    volet.repondre(ATTENDU[nom].repondre)
    saisir(volet.page, volet.chemin, "12")

    expect(etat(volet.page)).to_contain_text(ATTENDU[nom].lu)
    attendre(volet.page, volet.chemin, "Non enregistré")
    expect(champ(volet.page, volet.chemin)).to_have_value("12")
    assert volet.retenues() == 1
    assert volet.avancer(65) == 1


def test_401_repart_quand_la_personne_revient(visite: Visite, volet: Saisie) -> None:
    volet.repondre(ATTENDU["401"].repondre)
    saisir(volet.page, volet.chemin, "12")
    expect(etat(volet.page)).to_contain_text(ATTENDU["401"].lu)
    expect(etat(volet.page).get_by_role("link")).to_have_text(
        "Se reconnecter dans un nouvel onglet"
    )
    assert volet.retenues() == 1
    assert volet.avancer(65) == 1

    volet.repondre(lambda r: r.continue_())
    volet.page.evaluate(
        "dispatchEvent(new StorageEvent('storage', {key: 'portail-dernier-echange'}))"
    )

    attendre(volet.page, volet.chemin, "Enregistré à")
    assert (volet.lu(volet.chemin), volet.retenues()) == ("12", 0)


def test_401_pendant_que_la_session_revient(visite: Visite, volet: Saisie) -> None:
    """A password changed in another tab: the session is new before the refusal is known."""

    def refuser(route: Route) -> None:
        volet.page.evaluate(
            "dispatchEvent(new StorageEvent('storage', {key: 'portail-dernier-echange'}))"
        )
        volet.repondre(lambda r: r.continue_())
        ATTENDU["401"].repondre(route)

    volet.page.route("**/saisie/", refuser)
    saisir(volet.page, volet.chemin, "12")

    attendre(volet.page, volet.chemin, "Enregistré à")
    assert volet.lu(volet.chemin) == "12"


def test_401_du_portail_meme_session_effacee_pendant_l_envoi(visite: Visite, volet: Saisie) -> None:
    """Not played: the row of the session goes while the view answers."""
    Session.objects.all().delete()
    saisir(volet.page, volet.chemin, "12")
    expect(etat(volet.page)).to_contain_text("Votre session est fermée.")
    assert (volet.lu(volet.chemin), volet.retenues()) == (None, 1)


def test_409_une_autre_personne_la_page_se_recharge(visite: Visite, volet: Saisie) -> None:
    volet.repondre(ATTENDU["409-personne"].repondre)
    with volet.page.expect_navigation():
        saisir(volet.page, volet.chemin, "12")
    assert volet.lu(volet.chemin) is None


def test_413_repart_en_plusieurs_fois(visite: Visite, volet: Saisie) -> None:
    """Three fields are too many at once, one of them too long even alone: the others go."""
    long, autres = (
        volet.chemin,
        [
            volet.chemin.replace("heures_entretiens", c)
            for c in ("heures_rencontres", "heures_organisation")
        ],
    )
    volet.repondre(lambda r: r.abort())
    for rang, chemin in enumerate([long, *autres]):
        saisir(volet.page, chemin, str(70 + rang))
    expect(etat(volet.page)).to_contain_text("3 données en attente d’envoi")

    def trop_long(route: Route) -> object:
        champs = re.findall("heures_", route.request.post_data or "")
        if len(champs) > 1 or "heures_entretiens" in (route.request.post_data or ""):
            return ATTENDU["413"].repondre(route)
        return route.continue_()

    volet.repondre(trop_long)
    volet.avancer(61)

    for chemin in autres:
        attendre(volet.page, chemin, "Enregistré à")
    attendre(volet.page, long, "Ce texte est trop long")
    expect(etat(volet.page)).to_contain_text(ATTENDU["413"].lu)
    assert [volet.lu(c) for c in (long, *autres)] == [None, "71", "72"]
    assert volet.retenues() == 1


@pytest.mark.parametrize(("nom", "valeur"), [("200", "12"), ("422", "douze")])
def test_le_portail_repond(visite: Visite, volet: Saisie, nom: str, valeur: str) -> None:
    volet.repondre(ATTENDU[nom].repondre)
    saisir(volet.page, volet.chemin, valeur)
    expect(etat(volet.page)).to_contain_text(ATTENDU[nom].lu)
    expect(bloc(volet.page, volet.chemin)).to_contain_text(
        "Enregistré à" if nom == "200" else "Votre saisie n’est pas enregistrée."
    )
    assert volet.retenues() == (0 if nom == "200" else 1)
    assert volet.avancer(65) == 1


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
