"""Site map of the reprises, under « elan/ » and the names of the declarations."""

from django.urls import path

from declarations.elan.views import imports, pages, saisie

urlpatterns = [
    path("", pages.elan, name="elan"),
    path("<int:equipement>/<int:annee>/", pages.lecture, name="elan_lecture"),
    path("<int:equipement>/<int:annee>/saisie/", saisie.saisie, name="elan_saisie"),
    path("modele.xlsx", imports.modele, name="elan_modele"),
    path("import/", imports.importer, name="elan_import"),
    path("import/<int:pk>/", imports.apercu, name="elan_import_apercu"),
]
