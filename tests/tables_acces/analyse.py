"""Who may open the analysis of bilans; « vue » and « export » are the adviser's."""

from tests.tables_acces.codes import A_LA_CAF, ANALYSTES, CONNECTES, SA_VUE, soumis

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("bilans:analyse_accueil", (), "get"): ANALYSTES,
    ("bilans:analyse", ("questionnaire",), "get"): ANALYSTES,
    ("bilans:analyse_croisement", ("questionnaire",), "get"): ANALYSTES,
    ("bilans:analyse_comparaison", ("questionnaire",), "get"): ANALYSTES,
    ("bilans:analyse_filtre", ("questionnaire",), "get"): ANALYSTES,
    ("bilans:analyse_reponses", ("questionnaire", "ouverte"), "get"): A_LA_CAF,
    ("bilans:analyse_reponses_xlsx", ("questionnaire", "ouverte"), "get"): A_LA_CAF,
    ("bilans:analyse_exports", ("questionnaire",), "get"): ANALYSTES,
    ("bilans:analyse_exports", ("questionnaire",), "post"): soumis(ANALYSTES),
    ("bilans:analyse_vues", ("questionnaire",), "post"): soumis(ANALYSTES, "302"),
    ("bilans:dictionnaire", ("questionnaire",), "get"): ANALYSTES,
    ("bilans:vierge", ("publiee",), "get"): CONNECTES,
    ("bilans:analyse_export", ("export",), "get"): SA_VUE,
    ("bilans:analyse_fichier", ("export",), "get"): SA_VUE.replace(" 200", " 302"),
    ("bilans:analyse_vue", ("vue",), "get"): SA_VUE.replace(" 200", " 302"),
    ("bilans:analyse_vue_supprimer", ("vue",), "post"): soumis(SA_VUE, "302"),
}
