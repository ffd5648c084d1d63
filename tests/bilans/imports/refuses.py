"""XLSForm files that are refused, and where each of their mistakes is."""

from tests.bilans.imports.classeurs import q
from tests.bilans.imports.lignes import (
    FIN_GROUPE,
    FIN_REPETITION,
    GROUPE,
    PARENTS,
    REPETITION,
    A,
    N,
)

# Rows of « survey », and where the mistakes are.
REFUSES = {
    "type inconnu": ([A, q("geopoint", "b")], ["3 type"]),
    "types refusés": (
        [q(genre, f"x{rang}") for rang, genre in enumerate(
            ["calculate", "image", "time", "dateTime", "range", "rank act", "barcode", "start",
             "today", "deviceid", "acknowledge", "hidden", "audit", "xml-external", "textt",
             "select_one_external act", "select_one_from_file a.csv", "select_one act or_other",
             "begin loop over act", "Text", "begin-group", "select_multiple"])],
        [f"{ligne} type" for ligne in range(2, 24)]),
    "types qui ne montrent rien": (
        [q(genre, f"x{rang}", "", **({"calculation": "1 + 1"} if genre == "calculate" else {}))
         for rang, genre in enumerate(["start", "calculate", "hidden", "today", "username"])],
        [f"{ligne} type" for ligne in range(2, 7)]),
    "type absent": ([A, q("", "b")], ["3 type"]),
    "liste inconnue": ([q("select_one rien", "a")], ["2 type"]),
    "liste absente": ([q("select_one", "a")], ["2 type"]),
    "nom absent": ([A, q("text", "", "Libellé")], ["3 name"]),
    "nom de groupe absent": ([q("begin_group", "", "Groupe"), A, FIN_GROUPE], ["2 name"]),
    "nom mal formé": ([q("text", "1a"), q("text", "a b"), q("text", "é"), q("text", "a.b"),
                       q("text", "meta")], [f"{ligne} name" for ligne in range(2, 7)]),
    "nom en double": ([A, N, q("text", "a")], ["4 name"]),
    "nom en double ailleurs": ([GROUPE, A, FIN_GROUPE, q("text", "a")], ["5 name"]),
    "nom d’un groupe pris": ([GROUPE, q("text", "g"), FIN_GROUPE], ["3 name"]),
    "libellé absent": ([q("text", "a", ""), q("note", "b", "")], ["2 label", "3 label"]),
    "réponse citée dans un texte": (
        [A, q("text", "b", "Bonjour ${a}"), q("text", "c", hint="${a} ?"),
         q("integer", "d", constraint=". > 1", constraint_message="plus que ${a}")],
        ["3 label", "4 hint", "5 constraint_message"]),
    "question inconnue": ([q("text", "a", relevant="${z} = 'x'")], ["2 relevant"]),
    "référence à un groupe": ([GROUPE, A, FIN_GROUPE, q("text", "b", relevant="${g} = 'x'")],
                              ["5 relevant"]),
    "référence à une note": ([q("note", "a"), q("text", "b", relevant="${a} = 'x'")],
                             ["3 relevant"]),
    "référence dans une autre répétition": (
        [REPETITION, A, FIN_REPETITION, q("text", "b", relevant="${a} = 'x'")], ["5 relevant"]),
    "choix qui n’existe pas": ([PARENTS, q("text", "b", relevant="${parents} = 'peut-être'")],
                               ["3 relevant"]),
    "choix qui n’existe pas, par selected": (
        [q("select_multiple act", "m"), q("text", "b", relevant="selected(${m}, 'rien')")],
        ["3 relevant"]),
    "choix qui n’existe pas, nié": (
        [PARENTS, q("text", "b", relevant="not(${parents} != 'oiu')")], ["3 relevant"]),
    "nombre comparé à un texte": ([N, q("text", "b", relevant="${n} = 'beaucoup'")],
                                  ["3 relevant"]),
    "texte comparé à un nombre": ([A, q("text", "b", relevant="${a} > 3")], ["3 relevant"]),
    "choix numéroté qui n’existe pas, par selected": (
        [q("select_one num", "m"), q("text", "b", relevant="selected(${m}, 3)")],
        ["3 relevant"]),
    "fichier comparé": ([q("file", "f"), q("text", "b", relevant="${f} = 'a.pdf'")],
                        ["3 relevant"]),
    "selected sur un texte": ([A, q("text", "b", relevant="selected(${a}, 'x')")], ["3 relevant"]),
    "fonctions": (
        [N, *(q("text", f"b{r}", relevant=e) for r, e in enumerate(
            ["count-selected(${n}) > 1", "if(${n}, 1, 2) = 1", "today() > ${n}", "${n} + 1 > 2",
             "string-length(${n}) > 3", "true()", "regex(${n}, '^a')", "${n} div 2 = 1"]))],
        [f"{ligne} relevant" for ligne in range(3, 11)]),
    "expressions mal formées": (
        [N, *(q("text", f"b{r}", relevant=e) for r, e in enumerate(
            ["(${n} > 1", "${n} > 1)", "${n}", "${n} >", "${n} == 1", "n > 1", "${n} > 1 et 2",
             "${n} > 1 AND ${n} < 3", "not ${n} = 1", "'a' = 'b'", "${} = 1", "${n > 1",
             "selected(${n})", "'oui", "${n} > 1 ${n} < 3", "${ n } > 1"]))],
        [f"{ligne} relevant" for ligne in range(3, 19)]),
    "le point dans une condition": ([q("text", "a", relevant=". = 'x'")], ["2 relevant"]),
    "contrainte": (
        [q("integer", "a", constraint=". > ${z}"), q("text", "b", constraint="regex(.)")],
        ["2 constraint", "3 constraint"]),
    "contrainte d’une note": ([q("note", "a", constraint=". = 'x'")], ["2 constraint"]),
    "bornes inversées": ([q("integer", "a", constraint=". >= 5 and . <= 2")], ["2 constraint"]),
    "cercle": ([q("text", "a", relevant="${b} = 'x'"), q("text", "b", relevant="${a} = 'x'")],
               ["2 relevant"]),
    "cercle de trois": (
        [A, q("text", "b", relevant="${d}='x'"), q("text", "c", relevant="${b}='x'"),
         q("text", "d", relevant="${c}='x'")], ["3 relevant"]),
    "cercle sur soi": ([q("text", "a", relevant="${a} = 'x'")], ["2 relevant"]),
    "cercle par un groupe": (
        [q("begin_group", "g", relevant="${a} = 'x'"), A, FIN_GROUPE], ["2 relevant"]),
    "deux cercles": (
        [q("text", "a", relevant="${b} = 'x'"), q("text", "b", relevant="${a} = 'x'"),
         q("text", "c", relevant="${c} = 'x'")], ["2 relevant", "4 relevant"]),
    "groupe sans fin": ([GROUPE, A], ["2 type"]),
    "répétition sans fin": ([A, REPETITION, N], ["3 type"]),
    "groupe du dedans sans fin": ([REPETITION, GROUPE, A, FIN_REPETITION], ["3 type"]),
    "fin sans début": ([A, FIN_GROUPE], ["3 type"]),
    "fin de trop": ([GROUPE, A, FIN_GROUPE, FIN_GROUPE], ["5 type"]),
    "fin d’un autre genre": ([GROUPE, A, FIN_REPETITION], ["2 type", "4 type"]),
    "fins croisées": ([GROUPE, REPETITION, A, FIN_GROUPE, FIN_REPETITION], ["5 type"]),
    "fin d’un autre nom": ([GROUPE, A, q("end_group", "h", "")], ["4 name"]),
    "trois répétitions": (
        [REPETITION, q("begin_repeat", "s"), q("begin_repeat", "t"), A, FIN_REPETITION,
         FIN_REPETITION, FIN_REPETITION], ["4 type"]),
    "nombre de fois": (
        [A, *(r for n, combien in enumerate(["${n}", "${a}", "0", "101", "${x} + 1", "deux", "1.5"])
              for r in (q("begin_repeat", f"r{n}", repeat_count=combien), q("text", f"t{n}"),
                        FIN_REPETITION)), N],
        [f"{ligne} repeat_count" for ligne in range(3, 24, 3)]),
    "nombre de fois d’une question": ([q("text", "a", repeat_count="2")], ["2 repeat_count"]),
    "obligatoire à condition": ([A, q("text", "b", required="${a} = 'x'"),
                                 q("text", "c", required="oui")], ["3 required", "4 required"]),
    "obligatoire hors d’une question": (
        [q("begin_group", "g", required="yes"), q("note", "a", required="yes"), FIN_GROUPE],
        ["2 required", "3 required"]),
    "apparence": ([q("text", "a", appearance="numbers"), q("integer", "b", appearance="multiline"),
                   q("begin_group", "g", appearance="field-list"), N, FIN_GROUPE],
                  ["2 appearance", "3 appearance", "4 appearance"]),
    "colonne inconnue": ([q("text", "a", commentaire="à revoir")], ["1 commentaire"]),
    "colonnes connues": (
        [q("text", "a", calculation="1 + 1"), q("select_one act", "b", choice_filter="x=1"),
         q("text", "c", default="rien", read_only="yes"), q("text", "d", required_message="Si"),
         q("text", "e", guidance_hint="Si"), q("text", "f", **{"media::image": "a.png"})],
        ["2 calculation", "3 choice_filter", "4 default", "4 read_only", "5 required_message",
         "6 guidance_hint", "7 media"]),
    "autre langue": ([q("text", "a", **{"label::English (en)": "A"})], ["1 label"]),
    "quelque chose sur une fin": ([GROUPE, A, {"type": "end_group", "relevant": "${a} = 'x'"}],
                                  ["4 relevant"]),
    "aucune question": ([], ["1 type"]),
    "plusieurs fautes": (
        [q("geopoint", "lieu"), q("text", "b", "", relevant="${lieu} = 'x' or ${z} = 'y'"),
         q("select_one rien", "c", required="oui"), q("text", "d", relevant="${c} > 3"), GROUPE],
        ["2 type", "3 label", "3 relevant", "4 type", "4 required", "6 type"]),
}  # fmt: skip
