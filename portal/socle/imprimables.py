"""What paper can show: the fonts of a receipt draw Latin, Greek, Cyrillic and signs, not the rest.

A machine has the fonts it has: an emoji or a Chinese name would print as empty boxes, or not at
all. What cannot be drawn is written by its numbers instead, so that nothing is silently lost; the
text kept, and its hash, are not touched.
"""

import re
import unicodedata

from portal.socle.formats import ESPACE_INSECABLE

# What DejaVu and Liberation draw, which are on every machine where the portal is installed.
_DESSINES = "\t\n\r -~\u00a0-\u074f\u1e00-\u1fff\u2000-\u206f\u2070-\u2bff\ufb00-\ufb06\ufffd"
_AUTRES = re.compile(f"[^{_DESSINES}]+")
# Marks that choose a form of the sign before them, or join two: nothing by themselves.
_SANS_DESSIN = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200d\U0001f3fb-\U0001f3ff]")
NOMBRE_MAX = 6


def imprimable(texte: str) -> str:
    """The text as paper shows it.

    Wide forms of the Latin letters become the letters; anything else that no font of ours draws
    becomes « [2 caractères que l’impression ne dessine pas : U+1F600 U+738B] ».
    """
    if _AUTRES.search(texte) is None:
        return texte
    return _AUTRES.sub(lambda trouve: _nommer(trouve[0]), _SANS_DESSIN.sub("", texte))


def _nommer(suite: str) -> str:
    simple = unicodedata.normalize("NFKC", suite)
    if _AUTRES.search(simple) is None:
        return simple
    numeros = [f"U+{ord(signe):04X}" for signe in suite]
    montres = " ".join(numeros[:NOMBRE_MAX]) + (" …" if len(numeros) > NOMBRE_MAX else "")
    combien = "1 caractère" if len(numeros) == 1 else f"{len(numeros)} caractères"
    return f"[{combien} que l’impression ne dessine pas{ESPACE_INSECABLE}: {montres}]"
