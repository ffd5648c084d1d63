"""What a copy from Word, a PDF or a web page brings along, and nobody sees.

Zero width, soft hyphen, marks and wrappings of left-to-right text. Those that turn the order of
what is read are not among them: what one sees would not be what is kept.
"""

INVISIBLES = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a\u202c\u202d\u2066\u2068\u2069"
)


def sans_invisibles(texte: str) -> str:
    """The same text, as it is read."""
    return "".join(lettre for lettre in texte if lettre not in INVISIBLES)
