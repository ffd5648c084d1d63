"""A directory of the tests' own: OpenID Connect over HTTP, RS256, one thread."""

import base64
import hashlib
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, CLE = "portail", "un-secret-de-client", "cle-1"


def _cle() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


VRAIE, FAUSSE = _cle(), _cle()


@dataclass
class Annuaire:
    """What it says of who logs in, and how it misbehaves from now on."""

    dits: dict[str, Any] = field(default_factory=dict)
    cle: rsa.RSAPrivateKey = VRAIE
    algorithme: str = "RS256"
    panne: str = ""  # path that answers 500
    emetteur_dit: str = ""  # in its description, in place of its own
    demandes: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _serveur: ThreadingHTTPServer | None = None

    @property
    def emetteur(self) -> str:
        assert self._serveur is not None
        return f"http://127.0.0.1:{self._serveur.server_port}"

    def ouvrir(self) -> "Annuaire":
        lui = self

        class Reponses(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                lui._repondre(self)

            do_POST = do_GET

            def log_message(self, *args: object) -> None:
                """Silent: the suite's own output is enough."""

        self._serveur = ThreadingHTTPServer(("127.0.0.1", 0), Reponses)
        self._serveur.daemon_threads = True
        Thread(target=self._serveur.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def fermer(self) -> None:
        if self._serveur:
            self._serveur.shutdown()
            self._serveur.server_close()

    def autoriser(self, adresse: str) -> str:
        """What the page of the directory does: the person agrees, and comes back with a code."""
        demande = {c: v[0] for c, v in parse_qs(urlsplit(adresse).query).items()}
        assert demande["client_id"] == CLIENT
        assert demande["response_type"] == "code"
        assert demande["scope"] == "openid"
        assert demande["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = demande
        retour = {"code": code, "state": demande["state"]}
        return f"{urlsplit(demande['redirect_uri']).path}?{urlencode(retour)}"

    def _repondre(self, requete: BaseHTTPRequestHandler) -> None:
        chemin = urlsplit(requete.path).path
        self.demandes.append(chemin)
        longueur = int(requete.headers.get("Content-Length") or 0)
        corps = {c: v[0] for c, v in parse_qs(requete.rfile.read(longueur).decode()).items()}
        faire = {
            "/.well-known/openid-configuration": self._description,
            "/cles": self._cles,
            "/jeton": lambda: self._jeton(corps),
        }.get(chemin)
        statut, reponse = (500, {}) if chemin == self.panne or not faire else (200, faire())
        octets = json.dumps(reponse).encode()
        with suppress(BrokenPipeError):
            requete.send_response(statut if "error" not in reponse else 400)
            requete.send_header("Content-Type", "application/json")
            requete.send_header("Content-Length", str(len(octets)))
            requete.end_headers()
            requete.wfile.write(octets)

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.emetteur_dit or self.emetteur,
            "authorization_endpoint": f"{self.emetteur}/autoriser",
            "token_endpoint": f"{self.emetteur}/jeton",
            "jwks_uri": f"{self.emetteur}/cles",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _cles(self) -> dict[str, Any]:
        publique = jwt.algorithms.RSAAlgorithm.to_jwk(VRAIE.public_key(), as_dict=True)
        return {"keys": [{**publique, "kid": CLE, "use": "sig", "alg": "RS256"}]}

    def _jeton(self, corps: dict[str, str]) -> dict[str, Any]:
        """Once a code, to its client alone, for the browser that asked (PKCE)."""
        demande = self.codes.pop(corps.get("code", ""), None)
        if demande is None or corps.get("client_secret") != SECRET:
            return {"error": "invalid_grant"}
        defi = hashlib.sha256(corps.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(defi).rstrip(b"=").decode() != demande["code_challenge"]:
            return {"error": "invalid_grant"}
        if corps["redirect_uri"] != demande["redirect_uri"]:
            return {"error": "invalid_grant"}
        dits = {
            "iss": self.emetteur,
            "aud": CLIENT,
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
            **self.dits,
        }
        cle = None if self.algorithme == "none" else self.cle
        jeton = jwt.encode(dits, cle, algorithm=self.algorithme, headers={"kid": CLE})
        return {"access_token": "a", "token_type": "Bearer", "id_token": jeton}
