"""What a save is answered, line by line, and a page whose saves are answered as one likes.

``ATTENDU`` is the table of static/saisie/reponses.js and of docs/decisions/0014.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import pytest
from playwright.sync_api import Page, Route

from tests.e2e.conftest import Visite
from tests.e2e.saisie import a_saisir, attendre, garde, heures, ouvrir, retenues
from tests.monde import Monde

# How many sends the page has asked for, known at once: the browser tells of a request when it can.
COMPTER = """
  const demander = window.fetch;
  window.envoisDeSaisie = 0;
  window.fetch = (ou, ...reste) => {
    if (String(ou).includes("/saisie/")) window.envoisDeSaisie += 1;
    return demander(ou, ...reste);
  };
"""


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
        return retenues(self.page)

    def avancer(self, secondes: int) -> int:
        """Let time pass, no further than the next send; return how many there were in all."""
        avant, demandes = len(self.envois), self._demandes()
        for _ in range(secondes):
            self.page.clock.run_for(1_000)
            if self._demandes() > demandes:
                self._laisser_partir(avant)
                break
        return len(self.envois)

    def _demandes(self) -> int:
        """What the page shows would not do: its sentence stays the same while it sends again."""
        return self.page.evaluate("window.envoisDeSaisie")

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
    page.add_init_script(COMPTER)
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 5)
    page.on("dialog", lambda d: d.accept())
    return Saisie(page, heures(declaration), lambda c: garde(declaration, c), [])
