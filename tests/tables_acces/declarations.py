"""Pages of the declarations: those who type them, those who process them, the calendar."""

from tests.tables_acces.codes import (
    ACTIVITE_SEULE,
    APPROBATEUR,
    CONCERNES,
    CONNECTES,
    CONSEILLER,
    CONSEILLERS,
    CONSEILLERS_CAF,
    FENETRES,
    INSTRUCTEURS,
    JOINDRE,
    LECTURE_DOSSIER,
    PARTENAIRES,
    SAISIE_DU_PARTENAIRE,
    SES_ROLES,
    TOUS,
    VERSION_LUE,
    soumis,
)

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("declarations:suivi", (), "get"): PARTENAIRES,
    ("declarations:file", (), "get"): INSTRUCTEURS,
    ("declarations:colonnes", (), "get"): INSTRUCTEURS,
    ("declarations:colonnes", (), "post"): soumis(INSTRUCTEURS, "302"),
    ("declarations:exercices", (), "get"): INSTRUCTEURS,
    ("declarations:lignes_des_dossiers", (), "get"): INSTRUCTEURS,
    ("declarations:lot", (), "post"): soumis(CONSEILLERS, "302"),
    ("declarations:lot_rapport", (), "get"): CONSEILLERS.replace("200", "302"),
    ("declarations:export", (), "post"): soumis(INSTRUCTEURS),
    ("declarations:export_lignes", (), "post"): soumis(INSTRUCTEURS),
    ("declarations:export_droits", (), "post"): soumis(INSTRUCTEURS),
    ("declarations:export_suivi", (999,), "get"): INSTRUCTEURS.replace("200", "404"),
    ("declarations:export_fichier", (999,), "get"): INSTRUCTEURS.replace("200", "404"),
    ("declarations:suivant", ("d",), "get"): INSTRUCTEURS.replace("200", "302"),
    ("declarations:calendrier", (), "get"): CONNECTES,
    ("declarations:elan", (), "get"): INSTRUCTEURS,
    ("declarations:elan_modele", (), "get"): CONSEILLERS,
    ("declarations:elan_import", (), "get"): CONSEILLERS,
    ("declarations:elan_import", (), "post"): soumis(CONSEILLERS, "422"),
    ("declarations:elan_import_apercu", (999999,), "get"): CONSEILLERS.replace("200", "404"),
    ("declarations:elan_lecture", ("elan", 2024), "get"): LECTURE_DOSSIER,
    ("declarations:elan_lecture", ("elan", 2025), "get"): "302 " + "404 " * 14,
    ("declarations:elan_saisie", ("elan", 2024), "get"): CONSEILLER,
    ("declarations:elan_saisie", ("elan", 2024), "post"): soumis(CONSEILLER, "302"),
    ("declarations:actualisees", (), "get"): CONSEILLERS,
    ("declarations:actualisees_selection", ("73", "er", 2026, 1), "get"): CONSEILLERS_CAF,
    ("declarations:actualisees_selection", ("73", "er", 2026, 1), "post"): soumis(
        CONSEILLERS_CAF, "422"
    ),
    ("declarations:catalogue_controles", (), "get"): CONCERNES,
    ("declarations:cartographie", ("er", "reelle", 2025, "xlsx"), "get"): CONNECTES,
    ("declarations:exercice", ("equipement", 2025), "get"): LECTURE_DOSSIER,
    ("declarations:exercice", ("equipement", 1999), "get"): "302 " + "404 " * 14,
    ("declarations:anciennes", (), "get"): PARTENAIRES.replace("302", "403").replace(
        "403", "302", 1
    ),
    ("declarations:ancienne", ("t", 1), "get"): "302 " + "404 " * 14,
    ("declarations:recepisse_ancien", ("t", 1), "get"): "302 " + "404 " * 14,
    ("declarations:elargissement", ("c",), "get"): CONSEILLER,
    ("declarations:elargissement", ("c",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:retrait_correction", ("c",), "get"): CONSEILLER,
    ("declarations:retrait_correction", ("c",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:retrait_derogation", ("d",), "get"): CONSEILLER,
    ("declarations:retrait_derogation", ("d",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:dossier", ("d",), "get"): LECTURE_DOSSIER,
    ("declarations:volet", ("d", "activite"), "get"): SES_ROLES,
    ("declarations:volet", ("d", "finances"), "get"): SES_ROLES,
    ("declarations:volet", ("t", "finances"), "get"): VERSION_LUE,
    ("declarations:volet", ("d", "inconnu"), "get"): "302 " + "404 " * 14,
    ("declarations:volet", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("declarations:saisie", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE),
    ("declarations:panneau", ("d", "activite"), "get"): SAISIE_DU_PARTENAIRE,
    ("declarations:panneau", ("t", "finances"), "get"): SAISIE_DU_PARTENAIRE.replace("200", "403"),
    ("declarations:panneau", ("d", "inconnu"), "get"): "302 " + "404 " * 14,
    ("declarations:classeur", ("d", "activite"), "get"): ACTIVITE_SEULE,
    ("declarations:deposer_classeur", ("d", "activite"), "get"): ACTIVITE_SEULE,
    ("declarations:deposer_classeur", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE, "422"),
    ("declarations:historique", ("d", "activite"), "get"): SAISIE_DU_PARTENAIRE,
    ("declarations:historique", ("t", "finances"), "get"): SAISIE_DU_PARTENAIRE,
    ("declarations:historique_champ", ("d", "finances", "comptes.60"), "get"): (
        SAISIE_DU_PARTENAIRE
    ),
    ("declarations:historique_champ", ("d", "finances", "inconnu"), "get"): (
        SAISIE_DU_PARTENAIRE.replace("200", "404")
    ),
    ("declarations:historique_champ", ("k", "finances", "salaire"), "get"): (
        "302 404  403 200 200  404 404 404  403 403 403 403  404 404 404"
    ),
    ("declarations:volet", ("k", "finances"), "get"): (
        "302 404  403 200 200  404 404 404  302 302 302 302  404 404 404"
    ),
    ("declarations:historique", ("k", "finances"), "get"): (
        "302 404  403 200 200  404 404 404  403 403 403 403  404 404 404"
    ),
    ("declarations:signer", ("d", "activite"), "get"): ACTIVITE_SEULE,
    ("declarations:signer", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("declarations:retirer_signature", ("d", "activite"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("declarations:renvoyer", ("d", "activite"), "get"): APPROBATEUR,
    ("declarations:controles", ("d",), "get"): SES_ROLES,
    ("declarations:controles", ("t",), "get"): VERSION_LUE,
    ("declarations:justifier", ("d",), "post"): soumis(
        "302 404  302 302 403  404 404 404  403 403 403 403  404 404 404"
    ),
    ("declarations:approbation", ("d",), "get"): APPROBATEUR,
    ("declarations:approbation", ("d",), "post"): soumis(APPROBATEUR, "302"),
    ("declarations:validation", ("t",), "get"): CONSEILLER,
    ("declarations:correction", ("t",), "get"): CONSEILLER,
    ("declarations:correction", ("t",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:rectificative", ("v",), "get"): CONSEILLER,
    ("declarations:sans_objet", ("d",), "get"): CONSEILLER,
    ("declarations:sans_objet", ("d",), "post"): soumis(CONSEILLER, "422"),
    ("declarations:retablissement", ("d",), "get"): CONSEILLER,
    ("declarations:derogation", ("d",), "get"): CONSEILLER,
    ("declarations:assistance", ("d",), "get"): CONSEILLER,
    ("declarations:fin_assistance", ("d",), "get"): CONSEILLER,
    ("declarations:ligne", ("k", "cle"), "get"): ACTIVITE_SEULE,
    ("declarations:ligne", ("k", "inconnue"), "get"): ACTIVITE_SEULE.replace("200", "404"),
    ("declarations:ligne", ("d", "cle"), "get"): ACTIVITE_SEULE.replace("200", "404"),
    ("declarations:retirer_ligne", ("k", "cle"), "post"): soumis(ACTIVITE_SEULE, "302"),
    ("declarations:retablir_ligne", ("k", "cle"), "post"): soumis(ACTIVITE_SEULE, "302"),
    # Providers alone type; the adviser joins papers while the file is at the Caf.
    ("declarations:joindre_piece", ("d",), "get"): JOINDRE,
    ("declarations:joindre_piece", ("d",), "post"): soumis(JOINDRE, "422"),
    ("declarations:joindre_piece", ("t",), "get"): JOINDRE,
    ("declarations:piece", ("d", "brouillon"), "get"): SES_ROLES.replace(
        "302 302 302 302", "404 " * 4
    ),
    ("declarations:piece", ("t", "envoyee"), "get"): LECTURE_DOSSIER,
    ("declarations:piece", ("d", "envoyee"), "get"): "302 " + "404 " * 14,
    ("declarations:retirer_piece", ("d", "brouillon"), "get"): (
        "302 404  200 200 403  404 404 404  404 404 404 404  404 404 404"
    ),
    ("declarations:messages", ("d",), "get"): LECTURE_DOSSIER,
    ("declarations:messages", ("d",), "post"): soumis(
        "302 404  422 422 422  404 404 404  422 422 403 422  404 404 404"
    ),
    ("declarations:version", ("t", 1), "get"): LECTURE_DOSSIER,
    ("declarations:version", ("t", 2), "get"): "302 " + "404 " * 14,
    ("declarations:version", ("d", 1), "get"): (
        "302 404  200 200 200  404 404 404  404 404 404 404  404 404 404"
    ),
    ("declarations:brouillon", ("d", 1), "get"): (
        "302 404  200 200 200  404 404 404  404 404 404 404  404 404 404"
    ),
    ("declarations:brouillon", ("t", 1), "get"): "302 " + "404 " * 14,
    ("declarations:recepisse", ("t", 1), "get"): LECTURE_DOSSIER,
    ("declarations:comparaison", ("c", 1, 2), "get"): (
        "302 404  200 200 200  404 404 404  404 404 404 404  404 404 404"
    ),
    ("declarations:comparaison", ("t", 1, 2), "get"): "302 " + "404 " * 14,
    ("verification_recepisse", (), "get"): TOUS,
    ("declarations:recepisse", ("d", 1), "get"): "302 " + "404 " * 14,
    ("declarations:dossier", (999999,), "get"): "302 " + "404 " * 14,
    ("declarations:fenetre", ("campagne",), "get"): FENETRES,
    ("declarations:fenetre", ("campagne",), "post"): soumis(FENETRES, "422"),
    ("declarations:fenetre", (999999,), "get"): FENETRES.replace("200", "404"),
    ("declarations:ouvrir_fenetre", (), "get"): FENETRES.replace("404", "200"),
    ("declarations:ouvrir_fenetre", (), "post"): soumis(FENETRES.replace("404", "200"), "422"),
    ("declarations:retirer_fenetre", ("campagne",), "get"): FENETRES,
    ("declarations:retirer_fenetre", ("campagne",), "post"): soumis(FENETRES, "422"),
    ("declarations:regles_caf", (), "get"): CONSEILLERS,
    ("declarations:regle_caf", ("73", "regle_nationale"), "get"): CONSEILLERS_CAF,
    ("declarations:regle_caf", ("73", "regle_nationale"), "post"): soumis(CONSEILLERS_CAF, "422"),
    ("declarations:regle_caf", ("73", "regle_de_caf"), "get"): CONSEILLERS.replace("200", "404"),
    ("declarations:regle_caf_retrait", ("regle_de_caf",), "get"): CONSEILLERS_CAF,
    ("declarations:regle_caf_retrait", ("regle_de_caf",), "post"): soumis(CONSEILLERS_CAF, "422"),
    ("declarations:regle_caf_retrait", ("regle_nationale",), "get"): CONSEILLERS.replace(
        "200", "404"
    ),
}
