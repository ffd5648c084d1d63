"""Addresses of the simulator that are open to all."""

from django.urls import path

from subventions.simulateur.views import publiques

app_name = "simulateur_public"
urlpatterns = [
    path("", publiques.choisir, name="choisir"),
    path("<slug:dispositif>/", publiques.simuler, name="simuler"),
]
