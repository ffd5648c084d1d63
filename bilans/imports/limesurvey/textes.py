"""Texts of LimeSurvey: written in HTML, with the answers to other questions between braces."""

import re
from html.parser import HTMLParser

# What only shapes a text. A table, a picture, a link would lose something.
MISE_EN_FORME = frozenset(
    {"b", "br", "div", "em", "i", "li", "ol", "p", "span", "strong", "u", "ul"}
)
LONGUEUR_MAX = 10_000
A_LA_LIGNE = frozenset({"br", "div", "li", "p"})
_REMPLACEMENT = re.compile(r"\{[^{}\s][^{}]*\}")


class TexteRefuse(ValueError):
    """A text that would lose something; the message, in French, says what."""


def en_clair(texte: str) -> str:
    """The text alone, a line for each paragraph. Raises TexteRefuse."""
    if len(texte) > LONGUEUR_MAX:
        raise TexteRefuse("Ce texte est trop long.")
    lecteur = _Lecteur()
    lecteur.feed(texte)
    lecteur.close()
    clair = "\n".join(
        ligne for brute in "".join(lecteur.morceaux).splitlines() if (ligne := brute.strip())
    )
    if trouve := _REMPLACEMENT.search(clair):
        raise TexteRefuse(f"Le texte calculé « {trouve.group()} » n’est pas pris en charge.")
    return clair


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.morceaux: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in MISE_EN_FORME:
            raise TexteRefuse(f"La balise <{tag}> n’est pas prise en charge.")
        if tag in A_LA_LIGNE:
            self.morceaux.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in A_LA_LIGNE:
            self.morceaux.append("\n")

    def handle_data(self, data: str) -> None:
        self.morceaux.append(data)
