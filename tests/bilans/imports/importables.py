"""XLSForm files that are importable, and how many questions they ask."""

from tests.bilans.imports.classeurs import fin, q
from tests.bilans.imports.lignes import (
    FIN_GROUPE,
    FIN_REPETITION,
    GROUPE,
    PARENTS,
    REPETITION,
    A,
    N,
)

# Rows of « survey » (the first is row 2), how many questions ask for an answer.
IMPORTABLES = {
    "types": (
        [A, q("text", "b", appearance="multiline"), N, q("decimal", "d"), q("date", "j"),
         q("file", "f"), q("note", "dit"), PARENTS, q("select_multiple act", "m")], 8),
    "autres écritures des types": (
        [q(" text ", "a"), q("string", "b"), q("int", "c"), q("select one oui_non", "d"),
         q("select_one  oui_non ", "e"), q("begin group", "g"), q("select1 oui_non", "h"),
         fin("end  group"), q("begin repeat", "r"), q("text", "i"), fin("end repeat"),
         q("select all that apply from act", "k")], 8),
    "groupes imbriqués": (
        [GROUPE, A, q("begin_group", "h"), N, FIN_GROUPE, q("text", "b"), FIN_GROUPE], 3),
    "répétitions imbriquées une fois": (
        [REPETITION, N, q("begin_repeat", "s", repeat_count="${n}"), A, FIN_REPETITION,
         FIN_REPETITION], 2),
    "nombre de fois": ([q("begin_repeat", "r", repeat_count="3"), A, FIN_REPETITION], 1),
    "nombre de fois en chiffres": ([q("begin_repeat", "r", repeat_count=3), A, FIN_REPETITION], 1),
    "obligatoire": (
        [q("text", "a", required="yes"), q("text", "b", required="no"),
         q("text", "c", required="true()"), q("text", "d", required=True),
         q("text", "e", required="TRUE"), q("note", "f", required="no")], 5),
    "conditions": (
        [PARENTS, N, q("select_multiple act", "m"), A,
         q("text", "b", relevant="${parents} = 'oui' and not(selected(${m}, 'jeu'))"),
         q("text", "c", relevant="(${n} > 3 or ${n} = 0) and ${a} != ''"),
         q("text", "d", relevant='"oui" = ${parents}'),
         q("text", "e", relevant="selected(${parents}, 'oui')"),
         q("text", "f", relevant="${parents} = ‘oui’"),
         q("text", "g", relevant="${n} = '3' or ${n} <= -2.5")], 10),
    "contraintes": (
        [q("integer", "a", constraint=". >= 0 and . <= 12"),
         q("integer", "b", constraint=".>${a}"),
         q("select_multiple act", "c",
           constraint="not(selected(., 'autre') and selected(.,'jeu'))"),
         q("text", "d", constraint=". != 'non'", constraint_message="Pas celui-là"),
         q("date", "e", constraint=". >= '2025-01-01'")], 5),
    "condition d’un groupe": ([PARENTS, q("begin_group", "g", relevant="${parents}='oui'"), A,
                               FIN_GROUPE], 2),
    "condition sur une question posée plus loin": ([q("text", "a", relevant="${n} > 1"), N], 2),
    "condition dans la même répétition": (
        [N, REPETITION, A, q("text", "b", relevant="${a} = 'x' and ${n} > 1"), FIN_REPETITION], 3),
    "choix numérotés": ([q("select_one num", "a"), q("text", "b", relevant="${a} = 1"),
                         q("text", "c", relevant="${a} >= '1' or ${a} = '2'"),
                         q("text", "d", relevant="selected(${a}, 1)")], 4),
    "groupe sans libellé": ([q("begin_group", "g", ""), A, FIN_GROUPE], 1),
    "fin nommée": ([GROUPE, A, q("end_group", "g", "")], 1),
    "lignes vides": ([A, {}, {}, N], 2),
    "notes seules": ([q("note", "a")], 0),
    "colonnes vides": ([q("text", "a", calculation="", choice_filter="", media="")], 1),
    "lecture seule : non": ([q("text", "a", read_only="no")], 1),
}  # fmt: skip
