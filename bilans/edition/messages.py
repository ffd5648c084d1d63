"""Refusals of the editor, in French: one sentence each, for who composes."""

from collections.abc import Mapping

from bilans.edition.regles.arbre import libelle_de
from bilans.edition.regles.refus import Faute, OperationImpossible, Raison
from bilans.messages import MESSAGES
from bilans.regles.questionnaire import Questionnaire
from portal.socle.formats import ESPACE_INSECABLE, citer

REFUS: Mapping[Raison, str] = {
    Raison.INTROUVABLE: "Cet élément n’existe plus : quelqu’un l’a peut-être supprimé.",
    Raison.CODE_PRIS: "Le code « {} » est déjà pris dans ce questionnaire.",
    Raison.PREFIXE_RESERVE: "Un code national ne commence pas ainsi : « {} » se lirait comme "
    "celui d’une Caf.",
    Raison.PREFIXE_ATTENDU: "Le code d’une question ajoutée par votre Caf commence par « {} ».",
    Raison.AU_BORD: "{} est déjà à cette extrémité de sa rubrique.",
    Raison.DANS_LUI_MEME: "{} ne peut pas être rangé dans lui-même.",
    Raison.SECTION_ATTENDUE: "Une question est posée dans une rubrique : choisissez laquelle.",
    Raison.DERNIERE_SECTION: "Un questionnaire garde au moins une rubrique.",
    Raison.TROP_PROFOND: "Trop de rubriques les unes dans les autres.",
    Raison.PAS_ENSEMBLE: "Seuls des éléments d’une même rubrique se regroupent.",
    Raison.REPETEE: "{} est répété : ôtez d’abord la répétition, puis dégroupez.",
    Raison.VIDE: "Choisissez au moins un élément à regrouper.",
    Raison.CITEE: "Rien n’est changé. D’autres éléments en dépendent",
    Raison.TYPE_PUBLIE: "Le code « {} » a été publié avec un autre type, qui ne change plus : "
    "donnez un autre code à la nouvelle question.",
    Raison.FAUTE: "Rien n’est changé",
}


def en_francais(refus: OperationImpossible, questionnaire: Questionnaire) -> str:
    """Why an operation is refused, with the places that it would break."""
    phrase = REFUS[refus.raison].format(_nomme(refus, questionnaire))
    if refus.raison in (Raison.CITEE, Raison.FAUTE):
        dites = " ; ".join(dict.fromkeys(_dire(faute, questionnaire) for faute in refus.fautes))
        return f"{phrase}{ESPACE_INSECABLE}: {dites}."
    return phrase


def dire_faute(faute: Faute) -> str:
    """What is wrong, without its place, as a sentence."""
    phrase = MESSAGES[faute.genre].format(faute.sujet)
    return f"{phrase[0].upper()}{phrase[1:]}."


PROPRIETES: Mapping[str, str] = {
    "condition": "la condition de {}",
    "contrainte": "la vérification de {}",
    "nombre": "le nombre de lignes de {}",
}


def _dire(faute: Faute, questionnaire: Questionnaire) -> str:
    nom = citer(_nom(faute.code, questionnaire))
    ou = PROPRIETES.get(faute.propriete, "{}").format(nom)
    return f"{ou} ({MESSAGES[faute.genre].format(faute.sujet)})"


def _nomme(refus: OperationImpossible, questionnaire: Questionnaire) -> str:
    """The element by its name where the sentence begins with it, by its code elsewhere."""
    if REFUS[refus.raison].startswith("{}"):
        return citer(_nom(refus.sujet, questionnaire))
    return refus.sujet


def _nom(code: str, questionnaire: Questionnaire) -> str:
    place = questionnaire.par_code.get(code)
    return libelle_de(place.element) if place else code
