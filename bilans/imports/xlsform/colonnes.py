"""The headings of an XLSForm: which columns are read, known and refused, or in another language."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
FEUILLES = (SURVEY, CHOICES, SETTINGS)
# They would change what is asked: a sheet of them that holds something is refused.
FEUILLES_REFUSEES = ("external_choices", "entities", "osm")

LUES: Mapping[str, tuple[str, ...]] = {
    SURVEY: (
        "type",
        "name",
        "label",
        "hint",
        "required",
        "relevant",
        "constraint",
        "constraint_message",
        "appearance",
        "repeat_count",
    ),
    CHOICES: ("list_name", "name", "label"),
    SETTINGS: ("form_title", "form_id", "version", "default_language"),
}
EXIGEES: Mapping[str, tuple[str, ...]] = {
    SURVEY: ("type", "name", "label"),
    CHOICES: ("list_name", "name", "label"),
    SETTINGS: (),
}
TRADUITES = frozenset({"label", "hint", "constraint_message"})
# Columns of what people read, where this begins the answer to another question.
TEXTES = TRADUITES | {"form_title"}
CITATION = "${"
# Other spellings that pyxform takes for the same column.
AUTRES_NOMS: Mapping[str, str] = {
    "command": "type",
    "tag": "name",
    "value": "name",
    "caption": "label",
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::jr:constraintmsg": "constraint_message",
    "constraining_message": "constraint_message",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "control::jr:count": "repeat_count",
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
# Columns of the standard that are not read: refused where they hold something, on that row.
CONNUES: Mapping[str, frozenset[str]] = {
    SURVEY: frozenset(
        (
            "audio",
            "autoplay",
            "big-image",
            "bind",
            "body",
            "calculate",
            "calculation",
            "choice_filter",
            "compact_tag",
            "control",
            "default",
            "disabled",
            "guidance_hint",
            "image",
            "instance",
            "intent",
            "media",
            "no_app_error_string",
            "noapperrorstring",
            "note",
            "parameters",
            "query",
            "read_only",
            "readonly",
            "required_message",
            "requiredmsg",
            "rows",
            "save_to",
            "trigger",
            "video",
        )
    ),
    CHOICES: frozenset(
        (
            "audio",
            "big-image",
            "image",
            "media",
            "video",
        )
    ),
    SETTINGS: frozenset(
        (
            "allow_choice_duplicates",
            "attribute",
            "auto_delete",
            "auto_send",
            "auto_submit",
            "clean_text_values",
            "delimiter",
            "instance_name",
            "instance_xmlns",
            "name",
            "namespaces",
            "omit_instanceid",
            "prefix",
            "public_key",
            "sms_keyword",
            "sms_separator",
            "style",
            "submission_url",
        )
    ),
}
_LANGUES = frozenset({"fr", "francais", "french", "fra", "fre"})
_LANGUE = re.compile(r"(?P<nom>[^()]*?)\s*(?:\(\s*(?P<code>[A-Za-z-]+)\s*\))?")


@dataclass(frozen=True)
class EnTete:
    """A heading: its column, whether it is read, in which language, as it is written."""

    colonne: str
    langue: str = ""
    lue: bool = False
    connue: bool = False
    titre: str = ""

    @property
    def est_en_francais(self) -> bool:
        return not self.langue or est_le_francais(self.langue)


def lire_en_tete(feuille: str, texte: str) -> EnTete:
    """Read one heading; spaces and capitals do not matter, a language stands after « :: »."""
    entier = re.sub(r"\s*::\s*", "::", " ".join(texte.split()))
    uniforme = entier.casefold().replace(" ", "_")
    colonne = AUTRES_NOMS.get(uniforme, uniforme)
    if colonne in LUES[feuille]:
        return EnTete(colonne, lue=True)
    base, separateur, langue = entier.partition("::")
    nom = base.casefold().replace(" ", "_")
    nom = AUTRES_NOMS.get(nom, nom)
    if separateur and nom in TRADUITES and nom in LUES[feuille]:
        return EnTete(nom, langue, lue=True)
    connue = nom in CONNUES[feuille] or nom.startswith("sms_")
    colonne = nom if connue or separateur else _sans_langue(feuille, texte.strip())
    return EnTete(colonne, langue, connue=connue, titre=texte.strip())


def _sans_langue(feuille: str, titre: str) -> str:
    """« label:fr », an old way that no tool reads any more, is the column « label »."""
    nom = titre.partition(":")[0].strip().casefold()
    return nom if nom in TRADUITES and nom in LUES[feuille] else titre


def est_le_francais(langue: str) -> bool:
    """Tell French by its code or its name: « Français (fr) », « French », « fr-FR »."""
    trouve = _LANGUE.fullmatch(langue.strip())
    if trouve is None:
        return False
    code = (trouve["code"] or "").casefold().partition("-")[0]
    return (code or _sans_accent(trouve["nom"]).partition("-")[0]) in _LANGUES


def _sans_accent(texte: str) -> str:
    lettres = unicodedata.normalize("NFD", texte.casefold())
    return "".join(lettre for lettre in lettres if not unicodedata.combining(lettre)).strip()
