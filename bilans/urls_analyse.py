"""Site map of the analysis, under « /bilans/analyse/ »."""

from django.urls import path

from bilans.views.analyse import exports, reponses, resultats, vues

urlpatterns = [
    path("", resultats.accueil, name="analyse_accueil"),
    path("<int:pk>/", resultats.resultats, name="analyse"),
    path("<int:pk>/croisement/", resultats.croisement, name="analyse_croisement"),
    path("<int:pk>/comparaison/", resultats.comparaison, name="analyse_comparaison"),
    path("<int:pk>/filtre/", reponses.filtre, name="analyse_filtre"),
    path("<int:pk>/reponses/<int:colonne_id>/", reponses.reponses, name="analyse_reponses"),
    path(
        "<int:pk>/reponses/<int:colonne_id>/tableur/",
        reponses.reponses_exportees,
        name="analyse_reponses_xlsx",
    ),
    path("<int:pk>/export/", exports.exporter, name="analyse_exports"),
    path("<int:pk>/vues/", vues.enregistrer, name="analyse_vues"),
    path("<int:pk>/dictionnaire/", vues.dictionnaire, name="dictionnaire"),
    path("exports/<int:pk>/", exports.suivre, name="analyse_export"),
    path("exports/<int:pk>/fichier/", exports.telecharger, name="analyse_fichier"),
    path("vues/<int:pk>/", vues.ouvrir, name="analyse_vue"),
    path("vues/<int:pk>/supprimer/", vues.supprimer, name="analyse_vue_supprimer"),
]
"""Included in that of the bilans, in its namespace."""
