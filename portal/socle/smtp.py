"""The mail server: a word said just before the message is handed over, its refusals in French.

SMTP has one dangerous moment: the last line of the message is sent and the answer has not come.
Before it, the server has accepted nothing; after the answer, everything is known (RFC 5321, 4.2.5).
"""

import smtplib
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

PRET_A_RECEVOIR = 354
# « Authentication required », « credentials invalid »: what we lack, whoever it is sent to.
A_NOUS = (530, 535)
# Servers scan a message before answering; giving up too early is how doubles are made.
DELAI_REPONSE_FINALE = 120


class RemiseSmtp(EmailBackend):
    """Django's SMTP backend, which calls ``avant_remise`` before the content is sent.

    An exception raised there stops the sending: nothing was handed over.
    """

    avant_remise: Callable[[], None] | None = None

    @cached_property
    def connection_class(self) -> type[smtplib.SMTP]:
        base: type[smtplib.SMTP] = super().connection_class
        expediteur = self

        class Connexion(base):  # type: ignore[misc, valid-type]
            def getreply(self) -> tuple[int, bytes]:
                code, reponse = super().getreply()
                if self.sock is not None:
                    self.sock.settimeout(self._delai(code))
                if code == PRET_A_RECEVOIR and expediteur.avant_remise:
                    expediteur.avant_remise()
                return code, reponse

            def _delai(self, code: int) -> Any:
                return DELAI_REPONSE_FINALE if code == PRET_A_RECEVOIR else self.timeout

        return Connexion


def dire(erreur: Exception) -> str:
    """A failure in French, with what the server answered."""
    if isinstance(erreur, smtplib.SMTPRecipientsRefused):
        reponses = [f"{code} {_texte(mot)}" for code, mot in erreur.recipients.values()]
        return f"Le serveur a refusé le destinataire : {', '.join(reponses)}"
    if isinstance(erreur, smtplib.SMTPResponseException):
        return f"Le serveur a refusé : {erreur.smtp_code} {_texte(erreur.smtp_error)}"
    if isinstance(erreur, TimeoutError) or "timed out" in str(erreur):
        return "Le serveur de messagerie n’a pas répondu à temps."
    if isinstance(erreur, ConnectionRefusedError):
        return "Le serveur de messagerie est arrêté ou refuse la connexion."
    if isinstance(erreur, smtplib.SMTPServerDisconnected):
        return f"Le serveur de messagerie a coupé la connexion : {erreur}"
    return f"{type(erreur).__name__} : {erreur}"


def a_repondu(erreur: Exception) -> bool:
    """Tell whether the server said no: then it holds nothing, even after the handover began."""
    return isinstance(
        erreur,
        smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused,
    )


def est_definitif(erreur: Exception) -> bool:
    """Tell whether the server will never take this e-mail (RFC 5321, 4.2.1): 5yz, said of it.

    Said of the recipient or of the content. A refusal of the sender, of the password or of the
    whole line is ours or the server's to mend: it is tried again.
    """
    if isinstance(erreur, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in erreur.recipients.values()]
    elif isinstance(erreur, smtplib.SMTPDataError):
        codes = [erreur.smtp_code]
    else:
        return False
    return all(500 <= code < 600 and code not in A_NOUS for code in codes)


def _texte(mot: bytes | str) -> str:
    return mot.decode(errors="replace") if isinstance(mot, bytes) else mot
