"""A mail server for tests: takes everything, refuses, is slow, hangs up, or is not there."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOTE = "127.0.0.1"
# aiosmtpd warns about its own default; the tests refuse warnings.
OPTIONS = {"hostname": HOTE, "ready_timeout": 10}


@dataclass
class Facteur:
    """What arrived, in order, and how the server behaves from now on."""

    refus: str = ""
    refus_destinataire: str = ""
    lenteur: float = 0.0
    coupe: bool = False
    recus: list[EmailMessage] = field(default_factory=list)
    a_l_arrivee: Callable[[], None] | None = None
    port: int = 0
    _controleur: Controller | None = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refus_destinataire:
            return self.refus_destinataire
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.lenteur:
            await asyncio.sleep(self.lenteur)
        if self.refus:
            return self.refus
        lu = message_from_bytes(envelope.content, policy=policy.default)
        self.recus.append(lu)
        if self.a_l_arrivee:
            self.a_l_arrivee()
        if self.coupe:
            server.transport.abort()
            await asyncio.sleep(0.1)
        return "250 OK"

    def ouvrir(self, port: int = 0) -> "Facteur":
        self.port = port or port_libre()
        self._controleur = Controller(self, port=self.port, **OPTIONS)
        self._controleur.start()
        return self

    def fermer(self) -> None:
        if self._controleur:
            self._controleur.stop()
            self._controleur = None

    @property
    def adresse(self) -> str:
        """As ``EMAIL_URL`` writes it."""
        return f"smtp://{HOTE}:{self.port}"

    @property
    def destinataires(self) -> list[str]:
        return [str(m["To"]) for m in self.recus]

    def identifiants(self) -> set[str]:
        return {str(m["Message-ID"]) for m in self.recus}


def port_libre() -> int:
    with socket.socket() as essai:
        essai.bind((HOTE, 0))
        return int(essai.getsockname()[1])


def texte_de(message: EmailMessage, genre: str = "plain") -> str:
    corps = message.get_body((genre,))
    assert corps is not None
    return str(corps.get_content())
