"""Site map of the open data."""

from django.urls import path

from subventions.ouvertes import views

app_name = "ouvertes"
urlpatterns = [
    path("", views.page, name="page"),
    path("subventions.csv", views.fichier, name="fichier"),
]
