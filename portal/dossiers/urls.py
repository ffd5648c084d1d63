"""Site map of what every file shares."""

from django.urls import path

from portal.dossiers.views import avis

app_name = "dossiers"
urlpatterns = [
    path("avis/", avis.avis, name="avis"),
    path("avis/tout-lu/", avis.tout_lu, name="avis_tout_lu"),
]
