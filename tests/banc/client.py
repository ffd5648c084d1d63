"""A browser reduced to what the bench needs: cookies, one connection kept open, times."""

import http.client
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.banc.comptage import ENTETE
from tests.banc.serveur import HOTE

FERMEE = (
    *(http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError),
    *(ssl.SSLEOFError, ssl.SSLZeroReturnError),
)
DELAI = 20.0
"""Seconds after which a person's browser has given up."""


@dataclass(frozen=True)
class Reponse:
    """``code`` is 0 when nothing came in time."""

    code: int
    duree: float
    octets: int = 0
    requetes: int | None = None
    corps: bytes = b""
    vers: str = ""
    revenir_dans: float = 0


class Navigateur:
    """One person's browser; with ``tls``, before the front server, whose certificate is ours."""

    def __init__(
        self,
        port: int,
        cookies: dict[str, str] | None = None,
        *,
        tls: bool = False,
        hote: str = HOTE,
    ) -> None:
        self._port, self._tls, self._hote = port, tls, hote
        self._cookies = dict(cookies or {})
        self._connexion: http.client.HTTPConnection | None = None

    def lire(self, adresse: str) -> Reponse:
        return self._demander("GET", adresse, None, {})

    def poster(self, adresse: str, donnees: dict[str, str], *, en_json: bool = False) -> Reponse:
        """Send a form, with the token that the pages carry."""
        entetes = self._entetes("application/x-www-form-urlencoded")
        if en_json:
            entetes["Accept"] = "application/json"
        return self._demander("POST", adresse, urlencode(donnees).encode(), entetes)

    def deposer(self, adresse: str, donnees: dict[str, str], nom: str, contenu: bytes) -> Reponse:
        """Send a form with a file, in its field « fichier »."""
        borne = "bornedubanc"
        parties = [
            f'--{borne}\r\nContent-Disposition: form-data; name="{cle}"\r\n\r\n{valeur}\r\n'
            for cle, valeur in donnees.items()
        ]
        tete = (
            f"--{borne}\r\nContent-Disposition: form-data; "
            f'name="fichier"; filename="{nom}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        )
        corps = ("".join(parties) + tete).encode() + contenu + f"\r\n--{borne}--\r\n".encode()
        entetes = self._entetes(f"multipart/form-data; boundary={borne}")
        return self._demander("POST", adresse, corps, entetes)

    def _entetes(self, genre: str) -> dict[str, str]:
        if "csrftoken" not in self._cookies:
            self._cookies["csrftoken"] = "b" * 32
        return {
            "Content-Type": genre,
            "X-CSRFToken": self._cookies["csrftoken"],
            "Referer": f"https://{self._hote}:{self._port}/",
        }

    def _demander(
        self, methode: str, adresse: str, corps: bytes | None, entetes: dict[str, str]
    ) -> Reponse:
        debut = time.perf_counter()
        try:
            reponse, contenu = self._envoyer(methode, adresse, corps, entetes)
        except (OSError, http.client.HTTPException):
            self.fermer()
            return Reponse(0, time.perf_counter() - debut)
        duree = time.perf_counter() - debut
        for nom, valeur in reponse.getheaders():
            if nom.lower() == "set-cookie":
                cle, _, suite = valeur.partition("=")
                self._cookies[cle] = suite.partition(";")[0]
        requetes = reponse.getheader(ENTETE)
        return Reponse(
            code=reponse.status,
            duree=duree,
            octets=len(contenu),
            requetes=int(requetes) if requetes else None,
            corps=contenu,
            vers=reponse.getheader("Location") or "",
            revenir_dans=float(reponse.getheader("Retry-After") or 0),
        )

    def _envoyer(
        self, methode: str, adresse: str, corps: bytes | None, entetes: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self._connexion is None:
            self._connexion = self._ouvrir()
        cookies = "; ".join(f"{cle}={valeur}" for cle, valeur in self._cookies.items())
        # What the proxy adds.
        communs = {"X-Forwarded-Proto": "https", "X-Forwarded-For": HOTE, "Cookie": cookies}
        try:
            self._connexion.request(methode, adresse, corps, {**communs, **entetes})
            reponse = self._connexion.getresponse()
        except FERMEE:
            # The server closed a connection kept open: a browser opens another one.
            self.fermer()
            self._connexion = self._ouvrir()
            self._connexion.request(methode, adresse, corps, {**communs, **entetes})
            reponse = self._connexion.getresponse()
        contenu = reponse.read()
        if reponse.will_close:
            self.fermer()
        return reponse, contenu

    def _ouvrir(self) -> http.client.HTTPConnection:
        if not self._tls:
            return http.client.HTTPConnection(self._hote, self._port, timeout=DELAI)
        contexte = ssl.create_default_context()
        contexte.check_hostname, contexte.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(self._hote, self._port, timeout=DELAI, context=contexte)

    def fermer(self) -> None:
        if self._connexion is not None:
            self._connexion.close()
            self._connexion = None
