"""French in one place: order, plurals, elision and articles.

The embedded PostgreSQL has no ICU and sorts by bytes (« Zoé » before « Écully »): lists
shown to people are sorted in Python with ``sorted(…, key=cle_de_tri)``.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from portal.socle.formats import ESPACE_INSECABLE, nombre

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_MORCEAUX = re.compile(r"[0-9]+|[^\W\d_]+")

Mot = tuple[int, int, str]
Cle = tuple[tuple[Mot, ...], tuple[str, ...], str]


def _sans_accent(texte: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c))


def _accents(texte: str) -> tuple[str, ...]:
    """Accents letter by letter, from the last: cote, côte, coté, côté."""
    lettres: list[str] = []
    for caractere in unicodedata.normalize("NFD", texte):
        if unicodedata.combining(caractere) and lettres:
            lettres[-1] += caractere
        elif caractere.isalnum():
            lettres.append("")
    return tuple(reversed(lettres))


def cle_de_tri(texte: str) -> Cle:
    """Return the key that puts names in the order of a French dictionary.

    Word by word, without regard to accents, capitals, hyphens and apostrophes; numbers by
    their value (« Antenne 2 » before « Antenne 10 »). Ties are settled by the accents, read
    from the end of the word, then by capitals, small letters first.
    """
    developpe = texte.translate(_LIGATURES)
    mots = tuple(
        (0, int(m), "") if m.isdecimal() else (1, 0, m)
        for m in _MORCEAUX.findall(_sans_accent(developpe).casefold())
    )
    return mots, _accents(developpe), developpe.swapcase()


def mots(texte: str) -> str:
    """The words of a text, without accents nor capitals: « Écully-Nord » gives « ecully nord »."""
    return " ".join(mot or str(nombre) for _, nombre, mot in cle_de_tri(texte)[0])


# « St Jean » and « Saint-Jean » are the same place.
_DEVELOPPES = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def _developper(cherches: str) -> str:
    return " ".join(_DEVELOPPES.get(mot, mot) for mot in cherches.split())


def chercheur(texte: str) -> Callable[[Iterable[str | None]], bool]:
    """What tells whether the parts of a name bear, together, every word of a text.

    Accents, capitals and hyphens do not matter, nor « St » for « Saint »; a word may be the
    beginning or a part of another. A text without a word is borne by no name.
    """
    cherches = mots(texte).split()

    def comporte(parties: Iterable[str | None]) -> bool:
        nom = mots(" ".join(filter(None, parties)))
        entier = _developper(nom)
        return bool(cherches) and all(
            mot in nom or _DEVELOPPES.get(mot, mot) in entier for mot in cherches
        )

    return comporte


_VOYELLES = frozenset("aeiou")
# An h that keeps « de » whole, among the words that begin names of places and of organisations.
_H_ASPIRES = frozenset({"hall", "halle", "halles", "hameau", "hangar", "haras", "haut", "haute"})
# What the names of partners begin with, and its article; the others are proper nouns.
_FEMININS = frozenset(
    {
        *("agence", "agglomeration", "amicale", "association", "caf", "caisse", "collectivite"),
        *("commune", "communaute", "compagnie", "confederation", "cooperative", "ecole"),
        *("federation", "fondation", "ligue", "mairie", "maison", "metropole", "mission"),
        *("mutualite", "mutuelle", "regie", "region", "societe", "union", "ville"),
    }
)
_MASCULINS = frozenset(
    {
        *("ccas", "centre", "cias", "club", "college", "comite", "conseil", "departement"),
        *("espace", "etablissement", "foyer", "groupement", "institut", "lycee", "office", "pole"),
        *("reseau", "secours", "service", "sivom", "sivu", "syndicat"),
    }
)


def _s_elide(mot: str) -> bool:
    """Tell whether « de » loses its e before a word: « d’Isabelle », « d’Yves », « de Yann »."""
    if not mot:
        return False
    initiale, suite = mot[0], mot[1:2]
    if initiale == "y":
        return bool(suite) and suite not in _VOYELLES
    return initiale in _VOYELLES or (initiale == "h" and mot not in _H_ASPIRES)


def de(nom: str) -> str:
    """« de Colette Conseil », « d’Isabelle Émin »: a person, a place, a proper noun."""
    premier = mots(nom).partition(" ")[0]
    return f"d’{nom}" if _s_elide(premier) else f"de {nom}"


def de_la(nom: str) -> str:
    """« de la Communauté de communes », « du CCAS », « de l’Association Les Passerelles ».

    The article is that of the first word when it says what kind of body it is; the article that a
    name bears is contracted; any other name is a proper noun: « d’Habitat et Humanisme ».
    """
    return _contracte(nom, _DE) or de(nom)


def a_la(nom: str) -> str:
    """« à la Commune d’Ugine », « au CCAS », « à l’Association Les Passerelles », « aux Essarts ».

    As ``de_la``: the name of a partner or of a place, not of a person.
    """
    return _contracte(nom, _A) or f"à {nom}"


# Before a name: feminine, elided, « le », « les ».
_DE = ("de la", "de l’", "du", "des")
_A = ("à la", "à l’", "au", "aux")


def _contracte(nom: str, formes: tuple[str, str, str, str]) -> str:
    """A name with its article, or without that which it bears; empty for a proper noun.

    « La Rochelle » and « L’Haÿ-les-Roses » keep theirs. « Ville-d’Avray » is no town council.
    """
    feminin, elide, masculin, pluriel = formes
    premier = _nature(nom)
    if premier:
        if _s_elide(premier):
            return f"{elide}{nom}"
        return f"{feminin if premier in _FEMININS else masculin} {nom}"
    article, espace, reste = nom.partition(" ")
    forme = {"le": masculin, "les": pluriel}.get(article.casefold())
    return f"{forme} {reste}" if forme and espace else ""


def _nature(nom: str) -> str:
    """The first word of a name when it says what kind of body it is, else nothing."""
    entier = mots(nom.partition(" ")[0])
    return entier if entier in _FEMININS | _MASCULINS else ""


def chez(nom: str) -> str:
    """« chez la Commune de… », « chez le CCAS », « chez l’Association Les Passerelles ».

    The article is that of ``de_la``; a proper noun has none, or its own: « chez Le Trait d’union ».
    """
    premier = _nature(nom)
    if not premier:
        return f"chez {nom}"
    if _s_elide(premier):
        return f"chez l’{nom}"
    return f"chez {'la' if premier in _FEMININS else 'le'} {nom}"


def compter(combien: int, singulier: str, pluriel: str = "") -> str:
    """« 1 réponse », « 15 000 réponses »: in French zero is singular."""
    mot = (pluriel or f"{singulier}s") if combien > 1 else singulier
    return f"{nombre(combien)}{ESPACE_INSECABLE}{mot}"


def enumerer(noms: Sequence[str], liaison: str = " et ") -> str:
    """« Ugine », « Ugine et Chambéry », « Ugine, Chambéry et Albertville »."""
    if len(noms) < 2:
        return "".join(noms)
    return f"{', '.join(noms[:-1])}{liaison}{noms[-1]}"


def a_qui(nom: str) -> str:
    """« à Alice Activité », « au fournisseur », « à l’approbateur », « aux deux »."""
    for article, contracte in (("le ", "au "), ("les ", "aux ")):
        if nom.startswith(article):
            return f"{contracte}{nom.removeprefix(article)}"
    return f"à {nom}"


def du(nom: str, *, feminin: bool = False) -> str:
    """« du lieu », « de la maison », « de l’antenne »: « de » and the article of a common noun."""
    if _s_elide(mots(nom).partition(" ")[0]):
        return f"de l’{nom}"
    return f"{'de la' if feminin else 'du'} {nom}"
