"""The « type » column of an XLSForm: what each row is."""

from collections.abc import Mapping
from dataclasses import dataclass

QUESTION, NOTE = "question", "note"
DEBUT_GROUPE, DEBUT_REPETITION = "debut_groupe", "debut_repetition"
FIN_GROUPE, FIN_REPETITION = "fin_groupe", "fin_repetition"
DEBUTS = {DEBUT_GROUPE: FIN_GROUPE, DEBUT_REPETITION: FIN_REPETITION}
FINS = {fin: debut for debut, fin in DEBUTS.items()}

# Kinds of question that need no list, and what they are for us.
SIMPLES: Mapping[str, str] = {
    "text": "texte",
    "string": "texte",
    "integer": "entier",
    "int": "entier",
    "decimal": "nombre",
    "date": "date",
    "file": "fichier",
}
BORNES: Mapping[str, str] = {
    "begin group": DEBUT_GROUPE,
    "end group": FIN_GROUPE,
    "begin repeat": DEBUT_REPETITION,
    "end repeat": FIN_REPETITION,
}
A_CHOIX: Mapping[str, str] = {
    "select_one": "choix",
    "select one": "choix",
    "select one from": "choix",
    "select1": "choix",
    "select_multiple": "choix_multiples",
    "select all that apply": "choix_multiples",
    "select all that apply from": "choix_multiples",
}
# Types that are not read, and that show nothing, in every spelling that pyxform takes: the
# standard asks no label of them.
MUETS = frozenset(
    {
        "add calculate prompt",
        "audit",
        "background-audio",
        "background-geopoint",
        "calculate",
        "csv-external",
        "device id",
        "deviceid",
        "email",
        "end",
        "end time",
        "get device id",
        "get end time",
        "get phone number",
        "get sim id",
        "get start time",
        "get subscriber id",
        "get today",
        "hidden",
        "imei",
        "phonenumber",
        "q calculate",
        "sim id",
        "simserial",
        "start",
        "start time",
        "start-geopoint",
        "subscriber id",
        "subscriberid",
        "today",
        "uri:deviceid",
        "uri:email",
        "uri:phonenumber",
        "uri:simserial",
        "uri:subscriberid",
        "uri:username",
        "username",
        "xml-external",
    }
)


class TypeRefuse(ValueError):
    """A type that is not read; the message, in French, says which."""


@dataclass(frozen=True)
class TypeLu:
    """What a row is; ``genre`` is the type of a question, ``liste`` the list of its choices."""

    role: str
    genre: str = ""
    liste: str = ""


def lire_type(texte: str) -> TypeLu:
    """Read one type, spelled as pyxform takes it: small letters. Raises TypeRefuse."""
    mots = texte.split()
    entier = " ".join(mots)
    if (borne := entier.replace("_", " ")) in BORNES:
        return TypeLu(BORNES[borne])
    if entier == "note":
        return TypeLu(NOTE, "note")
    if entier in SIMPLES:
        return TypeLu(QUESTION, SIMPLES[entier])
    for coupe in range(min(len(mots), 5), 0, -1):
        debut = " ".join(mots[:coupe])
        if debut in A_CHOIX:
            return _a_choix(A_CHOIX[debut], mots[coupe:])
    raise TypeRefuse(f"Le type « {texte} » n’est pas pris en charge.")


def _a_choix(genre: str, suite: list[str]) -> TypeLu:
    if not suite:
        raise TypeRefuse("Ce type attend le nom d’une liste de la feuille « choices ».")
    if len(suite) > 1:
        reste = " ".join(suite[1:])
        raise TypeRefuse(f"« {reste} » n’est pas pris en charge après le nom d’une liste.")
    return TypeLu(QUESTION, genre, suite[0])
