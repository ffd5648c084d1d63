"""Mistakes of a definition, in French: one sentence each, for whoever wrote it."""

from collections.abc import Mapping

from bilans.regles.verification import Anomalie, Genre

MESSAGES: Mapping[Genre, str] = {
    Genre.CODE_MAL_FORME: (
        "code mal formé « {} » : des lettres sans accent, des chiffres, _ et -, sans espace, "
        "64 signes au plus"
    ),
    Genre.CODE_EN_DOUBLE: "code en double « {} »",
    Genre.LIBELLE_VIDE: "libellé manquant",
    Genre.TYPE_INCONNU: "type inconnu « {} »",
    Genre.SANS_CHOIX: "aucun choix n’est proposé",
    Genre.HORS_DE_PROPOS: "cela ne va pas avec ce type de question",
    Genre.CHOIX_EN_DOUBLE: "choix en double « {} »",
    Genre.CHOIX_MAL_FORME: "code de choix mal formé « {} » : ni espace, ni guillemet",
    Genre.CHOIX_SANS_LIBELLE: "le choix « {} » n’a pas de libellé",
    Genre.CHOIX_INCONNU: "aucun choix « {} » n’est proposé",
    Genre.BORNES_INVERSEES: "« {} » ne va pas avec l’autre borne",
    Genre.COLONNES_ABSENTES: "un tableau a des colonnes",
    Genre.TROP_PROFOND: "une répétition en contient une autre, pas davantage",
    Genre.ORIGINE_INCONNUE: "origine inconnue « {} »",
    Genre.LISTE_VIDE: "la liste des lignes est vide",
    Genre.NOMBRE_INVALIDE: "« {} » n’est pas un nombre de lignes, de 1 à 100",
    Genre.PAS_AVANT: "la question « {} » est posée après cette répétition",
    Genre.QUESTION_INCONNUE: "la question « {} » n’existe pas",
    Genre.SANS_REPONSE: "« {} » n’attend pas de réponse",
    Genre.AUTRE_LIGNE: (
        "la question « {} » est posée dans une autre répétition : laquelle de ses lignes ?"
    ),
    Genre.FAIT_INCONNU: "le fait « {} » n’est pas connu",
    Genre.REPETITION_INCONNUE: "« {} » n’est pas une répétition autour de cette question",
    Genre.CETTE_REPONSE: "une condition d’affichage ne porte pas sur la réponse elle-même",
    Genre.COMPARAISON_IMPOSSIBLE: "cette comparaison n’a pas de sens pour ce type de question",
    Genre.NOMBRE_ATTENDU: "« {} » n’est pas un nombre, comme cette question l’attend",
    Genre.DATE_ATTENDUE: "« {} » n’est pas une date de la forme 2026-03-31",
    Genre.TYPE_PUBLIE: "ce code a été publié avec le type « {} » : donnez-en un autre",
    Genre.CERCLE: "« {} » dépend de lui-même, à travers d’autres questions ou directement",
}


def en_francais(anomalie: Anomalie) -> str:
    """One mistake in words, without its place."""
    return MESSAGES[anomalie.genre].format(anomalie.sujet)


def en_phrase(anomalie: Anomalie) -> str:
    """The same as a sentence of its own: a capital, and an end."""
    message = en_francais(anomalie)
    fin = "" if message.endswith("?") else "."
    return f"{message[:1].upper()}{message[1:]}{fin}"
