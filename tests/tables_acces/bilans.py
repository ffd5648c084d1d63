"""Who may open the pages of the bilans of Les Passerelles.

« b » is that of a CCT, « à remplir »; « bt » that of a CLAS project, sent to the Caf.
"""

from tests.acces import ACTIVITE_SEULE, INSTRUCTEURS, SAISIE_DU_PARTENAIRE, SES_ROLES, soumis

#              anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
LECTURE_BILAN = "302 404  200 200 200  404 404 404  200 200 200 200  404 404 404"
SUIT_LE_BILAN = "302 404  403 403 403  404 404 404  200 200 403 200  404 404 404"
AGENTS_DU_BILAN = "302 404  403 403 403  404 404 404  200 200 200 200  404 404 404"

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("bilans:ecarts", (), "get"): INSTRUCTEURS,
    ("bilans:bilan", ("b",), "get"): SES_ROLES,
    ("bilans:bilan", (999999,), "get"): "302 " + "404 " * 14,
    ("bilans:repondre", ("b",), "get"): ACTIVITE_SEULE.replace("200", "302"),
    ("bilans:section", ("b", "postes"), "get"): SES_ROLES,
    ("bilans:section", ("b", "inconnue"), "get"): "302 " + "404 " * 14,
    ("bilans:section", ("b", "postes"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("bilans:saisie", ("b",), "post"): soumis(ACTIVITE_SEULE),
    ("bilans:panneau", ("b", "postes"), "get"): ACTIVITE_SEULE,
    ("bilans:ligne", ("b", "ameliorations.inconnue"), "get"): (
        ACTIVITE_SEULE.replace("200", "404")
    ),
    ("bilans:accord", ("b",), "get"): SAISIE_DU_PARTENAIRE,
    ("bilans:reprise", ("b",), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("bilans:ecart", ("b", "etp"), "get"): ACTIVITE_SEULE,
    ("bilans:ecart", ("b", "inconnu"), "get"): ACTIVITE_SEULE.replace("200", "404"),
    ("bilans:lecture", ("bt",), "get"): LECTURE_BILAN,
    ("bilans:lecture", ("b",), "get"): LECTURE_BILAN,
    ("bilans:lecture", (999999,), "get"): "302 " + "404 " * 14,
    ("bilans:modification", ("bt", "structure_nom"), "get"): SUIT_LE_BILAN,
    ("bilans:modification", ("bt", "structure_nom"), "post"): soumis(SUIT_LE_BILAN, "422"),
    ("bilans:modification", ("bt", "inconnue"), "get"): SUIT_LE_BILAN.replace("200", "404"),
    ("bilans:note", ("bt",), "get"): AGENTS_DU_BILAN,
    ("bilans:note", ("bt",), "post"): soumis(AGENTS_DU_BILAN, "422"),
    ("bilans:note_question", ("bt", "structure_nom"), "get"): AGENTS_DU_BILAN,
    ("bilans:note_question", ("bt", "inconnue"), "get"): AGENTS_DU_BILAN.replace("200", "404"),
    ("bilans:complement", ("bt",), "get"): SUIT_LE_BILAN,
    ("bilans:complement", ("bt",), "post"): soumis(SUIT_LE_BILAN, "422"),
    ("bilans:validation", ("bt",), "get"): SUIT_LE_BILAN,
    ("bilans:reouverture", ("bt",), "get"): SUIT_LE_BILAN,
    ("bilans:sans_objet", ("bt",), "get"): SUIT_LE_BILAN,
    ("bilans:retablissement", ("bt",), "get"): SUIT_LE_BILAN,
    ("bilans:derogation", ("b",), "get"): SUIT_LE_BILAN,
    ("bilans:derogation", ("b",), "post"): soumis(SUIT_LE_BILAN, "422"),
    # Last: it changes the state of the bilan for those who come after, whom a message then tells.
    ("bilans:prise_en_charge", ("bt",), "post"): soumis(SUIT_LE_BILAN, "302"),
}
