"""Site map of the adhesions."""

from django.urls import path

from habilitations.adhesions.views import dossiers, pieces

app_name = "adhesions"
urlpatterns = [
    path("", dossiers.liste, name="liste"),
    path("ouvrir/", dossiers.ouvrir, name="ouvrir"),
    path("<int:pk>/", dossiers.dossier, name="dossier"),
    path("<int:pk>/sans-suite/", dossiers.sans_suite, name="sans_suite"),
    path("<int:pk>/pieces/<slug:genre>/depot/", pieces.deposer, name="deposer"),
    path("<int:pk>/pieces/<int:piece>/", pieces.examiner, name="examiner"),
    path("<int:pk>/pieces/<int:piece>/fichier/", pieces.fichier, name="fichier"),
]
