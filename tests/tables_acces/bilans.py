"""Who may open the pages of the bilans of Les Passerelles.

« b » is that of a CCT, « à remplir »; « bt » that of a CLAS project, sent to the Caf. « qn » is the
CLAS bilan, published as « vp »; « vb » a national draft; « vc » that of what the Caf adds, « qc ».
"""

from tests.tables_acces.codes import (
    ACTIVITE_SEULE,
    APPROBATEUR,
    INSTRUCTEURS,
    PARTENAIRES,
    SAISIE_DU_PARTENAIRE,
    SES_ROLES,
    soumis,
)

#              anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
LECTURE_BILAN = "302 404  200 200 200  404 404 404  200 200 200 200  404 404 404"
SUIT_LE_BILAN = "302 404  403 403 403  404 404 404  200 200 403 200  404 404 404"
AGENTS_DU_BILAN = "302 404  403 403 403  404 404 404  200 200 200 200  404 404 404"
CAMPAGNES_LUES = "302 403  403 403 403  403 403 403  200 200 200 200  200 403 200"
CAMPAGNE_TENUE = "302 403  403 403 403  403 403 403  200 200 200 403  404 403 200"
NATIONAL = "302 403  403 403 403  403 403 403  403 403 403 403  403 403 200"

# Published questionnaires are read at the Caf and at the Cnaf; a draft exists for its editors.
LECTEURS = "302 403  403 403 403  403 403 403  200 200 200 200  200 403 200"
CNAF = "302 403  403 403 403  403 403 403  403 403 403 403  403 403 200"
BROUILLON = "302 403  403 403 403  403 403 403  404 404 404 404  404 403 200"
BROUILLON_CAF = "302 403  403 403 403  403 403 403  200 200 200 404  404 403 404"
QUESTIONNAIRE_CAF = "302 403  403 403 403  403 403 403  200 200 200 200  404 403 404"

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("bilans:file", (), "get"): INSTRUCTEURS,
    ("bilans:colonnes", (), "get"): INSTRUCTEURS,
    ("bilans:colonnes", (), "post"): soumis(INSTRUCTEURS, "302"),
    ("bilans:lot", (), "post"): soumis(INSTRUCTEURS, "302"),
    ("bilans:lot_rapport", (), "get"): INSTRUCTEURS.replace("200", "302"),
    ("bilans:suivant", ("bt",), "get"): INSTRUCTEURS.replace("200", "302"),
    ("bilans:campagnes", (), "get"): CAMPAGNES_LUES,
    ("bilans:annonce", (), "get"): NATIONAL,
    ("bilans:annonce", (), "post"): soumis(NATIONAL, "422"),
    ("bilans:campagne_suspension", ("campagne_bilan",), "get"): CAMPAGNE_TENUE,
    ("bilans:campagne_suspension", ("campagne_bilan",), "post"): soumis(CAMPAGNE_TENUE, "422"),
    ("bilans:campagne_reprise", ("campagne_bilan",), "post"): soumis(CAMPAGNE_TENUE, "302"),
    ("bilans:campagne_dates", ("campagne_bilan",), "get"): CAMPAGNE_TENUE,
    ("bilans:campagne_dates", ("campagne_bilan",), "post"): soumis(CAMPAGNE_TENUE, "422"),
    ("bilans:suspension_partout", ("qn", 2024), "get"): NATIONAL,
    ("bilans:suspension_partout", ("qn", 2024), "post"): soumis(NATIONAL, "422"),
    ("bilans:suspension_partout", ("qn", 1999), "get"): NATIONAL.replace("200", "404"),
    ("bilans:dates_partout", ("qn", 2024), "get"): NATIONAL,
    ("bilans:dates_partout", ("qn", 2024), "post"): soumis(NATIONAL, "422"),
    ("bilans:reprise_partout", ("qn", 2024), "post"): soumis(NATIONAL, "302"),
    ("bilans:ecarts", (), "get"): INSTRUCTEURS,
    ("bilans:suivi", (), "get"): PARTENAIRES,
    ("bilans:anciens", (), "get"): PARTENAIRES.replace("302", "403").replace("403", "302", 1),
    ("bilans:ancien", ("bt", 1), "get"): "302 " + "404 " * 14,
    ("bilans:recepisse_ancien", ("bt", 1), "get"): "302 " + "404 " * 14,
    ("bilans:bilan", ("b",), "get"): SES_ROLES,
    ("bilans:bilan", (999999,), "get"): "302 " + "404 " * 14,
    ("bilans:repondre", ("b",), "get"): ACTIVITE_SEULE.replace("200", "302"),
    ("bilans:section", ("b", "postes"), "get"): SES_ROLES,
    ("bilans:section", ("b", "inconnue"), "get"): "302 " + "404 " * 14,
    ("bilans:section", ("b", "postes"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("bilans:saisie", ("b",), "post"): soumis(ACTIVITE_SEULE),
    ("bilans:panneau", ("b", "postes"), "get"): ACTIVITE_SEULE,
    ("bilans:transmission", ("b",), "get"): APPROBATEUR,
    ("bilans:transmission", ("b",), "post"): soumis(APPROBATEUR, "302"),
    ("bilans:recepisse", ("b", 1), "get"): SAISIE_DU_PARTENAIRE.replace("200", "404"),
    ("bilans:brouillon", ("b",), "get"): SAISIE_DU_PARTENAIRE.replace("403", "404"),
    ("bilans:messages", ("b",), "get"): LECTURE_BILAN,
    ("bilans:messages", ("b",), "post"): soumis(
        LECTURE_BILAN.replace("200 200 200 200 ", "200 200 403 200 "), "422"
    ),
    ("bilans:joindre", ("b", "bilan_document"), "get"): ACTIVITE_SEULE,
    ("bilans:joindre", ("b", "bilan_document"), "post"): soumis(ACTIVITE_SEULE, "422"),
    ("bilans:joindre", ("b", "intitule"), "get"): ACTIVITE_SEULE.replace("200", "404"),
    ("bilans:piece", ("b", 999999), "get"): "302 " + "404 " * 14,
    ("bilans:retirer_piece", ("b", 999999), "get"): "302 " + "404 " * 14,
    ("bilans:ligne", ("b", "ameliorations.inconnue"), "get"): (
        ACTIVITE_SEULE.replace("200", "404")
    ),
    ("bilans:historique", ("b",), "get"): SAISIE_DU_PARTENAIRE,
    ("bilans:historique_reponse", ("b", "etp"), "get"): SAISIE_DU_PARTENAIRE,
    ("bilans:historique_reponse", ("bt", "structure_nom"), "get"): LECTURE_BILAN,
    ("bilans:historique_reponse", ("bt", "inconnue"), "get"): LECTURE_BILAN.replace("200", "404"),
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
    ("bilans:retrait_derogation", ("b",), "get"): SUIT_LE_BILAN,
    ("bilans:retrait_derogation", ("b",), "post"): soumis(SUIT_LE_BILAN, "422"),
    ("bilans:questionnaires", (), "get"): LECTEURS,
    ("bilans:nouveau_questionnaire", (), "get"): CNAF,
    ("bilans:nouveau_questionnaire", (), "post"): soumis(CNAF, "422"),
    ("bilans:questionnaire", ("qn",), "get"): LECTEURS,
    ("bilans:questionnaire", ("qc",), "get"): QUESTIONNAIRE_CAF,
    ("bilans:questionnaire", (999999,), "get"): LECTEURS.replace("200", "404"),
    ("bilans:importer_version", ("qn",), "get"): CNAF,
    ("bilans:importer_version", ("qn",), "post"): soumis(CNAF, "422"),
    ("bilans:archivage_questionnaire", ("qn",), "get"): CNAF,
    ("bilans:archivage_questionnaire", ("qn",), "post"): soumis(CNAF, "422"),
    ("bilans:remise_en_service", ("qn",), "post"): soumis(CNAF, "302"),
    ("bilans:version", ("vp",), "get"): LECTEURS,
    ("bilans:version", ("vb",), "get"): BROUILLON,
    ("bilans:version", ("vc",), "get"): BROUILLON_CAF,
    ("bilans:apercu_version", ("vp",), "get"): LECTEURS,
    ("bilans:apercu_version", ("vb",), "post"): soumis(BROUILLON),
    ("bilans:changements_version", ("vp",), "get"): LECTEURS,
    ("bilans:changements_version", ("vb",), "get"): BROUILLON,
    ("bilans:export_version", ("vp", "toml"), "get"): LECTEURS,
    ("bilans:export_version", ("vb", "xlsx"), "get"): BROUILLON,
    ("bilans:export_version", ("vp", "doc"), "get"): LECTEURS.replace("200", "404"),
    ("bilans:titre_version", ("vb",), "get"): BROUILLON,
    ("bilans:titre_version", ("vp",), "get"): CNAF.replace("200", "302"),
    ("bilans:cadre_version", ("vb",), "get"): BROUILLON,
    ("bilans:cadre_version", ("vc",), "get"): BROUILLON_CAF.replace("200", "403"),
    ("bilans:verification_version", ("vb",), "get"): BROUILLON,
    ("bilans:publication_version", ("vb",), "get"): BROUILLON,
    ("bilans:publication_version", ("vc",), "post"): soumis(BROUILLON_CAF, "422"),
    ("bilans:abandon_version", ("vb",), "get"): BROUILLON,
    ("bilans:operations_version", ("vb",), "post"): soumis(BROUILLON, "302"),
    ("bilans:ajout_element", ("vb",), "get"): BROUILLON,
    ("bilans:ajout_element", ("vc",), "post"): soumis(BROUILLON_CAF, "422"),
    ("bilans:element", ("vb", "nom"), "get"): BROUILLON,
    ("bilans:element", ("vb", "nom"), "post"): soumis(BROUILLON, "422"),
    ("bilans:element", ("vb", "inconnu"), "get"): BROUILLON.replace("200", "404"),
    ("bilans:place_element", ("vb", "nom"), "get"): BROUILLON,
    ("bilans:code_element", ("vb", "nom"), "get"): BROUILLON,
    ("bilans:code_element", ("vb", "nom"), "post"): soumis(BROUILLON, "422"),
    ("bilans:suppression_element", ("vb", "nom"), "get"): BROUILLON,
    ("bilans:condition_element", ("vb", "bloc", "condition"), "get"): BROUILLON,
    ("bilans:condition_element", ("vb", "nom", "contrainte"), "get"): BROUILLON,
    ("bilans:condition_element", ("vb", "nom", "autre"), "get"): BROUILLON.replace("200", "404"),
    ("bilans:completer_questionnaire", ("qn",), "post"): soumis(
        "302 403  403 403 403  403 403 403  200 200 200 403  200 403 403", "302"
    ),
    ("bilans:nouvelle_version", ("qn",), "post"): soumis(CNAF, "302"),
    # Last: it changes the state of the bilan for those who come after, whom a message then tells.
    ("bilans:prise_en_charge", ("bt",), "post"): soumis(SUIT_LE_BILAN, "302"),
}
