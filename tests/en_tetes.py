"""What each address tells the browser to keep, for those who may open it: private, hence not kept.

One exception, which the page itself shows: a form with text to type, which « Back » must give back
(docs/decisions/0017). Public pages, asked for by nobody in particular, say nothing. Looked at by
``tests/test_acces.py``, which asks for every address.
"""

from collections.abc import Iterator
from html.parser import HTMLParser

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from habilitations.presence import COOKIE, RENDU_PAR_PRECEDENT
from portal.socle.telechargements import JAMAIS_GARDE

# Asked by machines, for whom nobody is looked for; a blank workbook, the same for everybody.
SANS_DONNEE = {"accueil:sante", "accueil:sante_pret", "declarations:cartographie"}
TAPES = {"text", "number", "email", "tel", "url", "date", "search"}


class Formulaires(HTMLParser):
    """Looks for a field to type in, inside a form that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.poste = self.se_saisit = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = dict(attrs)
        if tag == "form":
            self.poste = (attributs.get("method") or "").lower() == "post"
        tape = tag == "textarea" or (tag == "input" and attributs.get("type", "text") in TAPES)
        self.se_saisit |= self.poste and tape

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.poste = False


def attendu(reponse: HttpResponse) -> str:
    """The header that an answer must have, judged by what it holds."""
    if reponse.streaming or not reponse["Content-Type"].startswith("text/html"):
        return JAMAIS_GARDE
    lecteur = Formulaires()
    lecteur.feed(reponse.content.decode())
    return RENDU_PAR_PRECEDENT if lecteur.se_saisit else JAMAIS_GARDE


def est_sans_trace(entete: str) -> bool:
    return {"private", "no-store"} <= {mot.strip() for mot in entete.split(",")}


def est_rendue(reponse: HttpResponse) -> bool:
    """Whether « Back » gives the page back."""
    return reponse.get("Cache-Control", "") == RENDU_PAR_PRECEDENT


def defauts(nom: str, reponse: HttpResponse) -> Iterator[str]:
    """Headers of an answer to somebody logged in that are not what they must be, by name."""
    entete = reponse.get("Cache-Control", "")
    if nom not in SANS_DONNEE and entete != attendu(reponse) and not est_sans_trace(entete):
        yield f"Cache-Control {entete!r}"
    if reponse["Permissions-Policy"] != settings.PERMISSIONS_POLICY:
        yield "Permissions-Policy"


def marques(client: Client, reponse: HttpResponse) -> Iterator[str]:
    """Where an answer to nobody in particular says that somebody is there."""
    if COOKIE in client.cookies:
        yield f"cookie {COOKIE}"
    en_html = reponse.status_code == 200 and reponse["Content-Type"].startswith("text/html")
    if en_html and b"portail-presence" in reponse.content:
        yield "portail-presence"
