"""Rows that the cases of XLSForm share."""

from tests.bilans.imports.classeurs import fin, liste, q

OUI_NON = [
    {"list_name": "oui_non", "name": "oui", "label": "Oui"},
    {"list_name": "oui_non", "name": "non", "label": "Non"},
]
ACT = liste("act", "jeu", "autre")
A, N = q("text", "a"), q("integer", "n")
PARENTS = q("select_one oui_non", "parents")
GROUPE, FIN_GROUPE = q("begin_group", "g"), fin("end_group")
REPETITION, FIN_REPETITION = q("begin_repeat", "r"), fin("end_repeat")
