"""What is asked of an installation over HTTP: health, pages, a login that fails, measures."""

import urllib.error
import urllib.parse
import urllib.request

from portal import sonde
from tests.installation.machine import NOM, SECRETS, Installation
from tests.metriques import lire_mesures

JETON = SECRETS["jeton_mesures"]


def sante(installation: Installation) -> bool:
    return sonde.web(f"http://127.0.0.1:{installation.port}/sante/pret/")


def demander(installation: Installation, chemin: str, **entetes: str) -> tuple[int, dict[str, str]]:
    requete = urllib.request.Request(
        f"http://127.0.0.1:{installation.port}{chemin}",
        headers={"Host": NOM, **{n.replace("_", "-"): v for n, v in entetes.items()}},
    )

    class SansSuivre(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: object) -> None:
            return None

    ouvreur = urllib.request.build_opener(urllib.request.ProxyHandler({}), SansSuivre)
    try:
        with ouvreur.open(requete, timeout=30) as reponse:
            return reponse.status, dict(reponse.headers)
    except urllib.error.HTTPError as erreur:
        with erreur:
            return erreur.code, dict(erreur.headers)


def lire_page(installation: Installation) -> str:
    requete = urllib.request.Request(
        f"http://127.0.0.1:{installation.port}/",
        headers={"Host": NOM, "X-Forwarded-Proto": "https"},
    )
    ouvreur = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with ouvreur.open(requete, timeout=30) as reponse:
        return reponse.read().decode()


def echouer(installation: Installation) -> str:
    """The page that answers a login that fails."""
    jeton = "j" * 32
    champs = {"login": "x@exemple.fr", "password": "inexact", "csrfmiddlewaretoken": jeton}
    requete = urllib.request.Request(
        f"http://127.0.0.1:{installation.port}/compte/connexion/",
        data=urllib.parse.urlencode(champs).encode(),
        headers={
            "Host": NOM,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{NOM}/",
            "Cookie": f"csrftoken={jeton}",
        },
    )
    ouvreur = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with ouvreur.open(requete, timeout=30) as reponse:
        return reponse.read().decode()


def mesures_du_port(installation: Installation) -> str:
    return lire_mesures(f"http://127.0.0.1:{installation.port_mesures}/metriques/", JETON)[1]
