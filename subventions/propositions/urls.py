"""Site map of the proposals."""

from django.urls import path

from subventions.propositions.views import actes, pages

app_name = "propositions"
urlpatterns = [
    path("", pages.liste, name="liste"),
    path("nouvelle/", pages.nouvelle, name="nouvelle"),
    path("<int:pk>/", pages.proposition, name="proposition"),
    path("<int:pk>/document/", pages.document, name="document"),
    path("<int:pk>/jointe/", actes.joindre, name="joindre"),
    path("<int:pk>/effet/", actes.recalculer, name="recalculer"),
    path("<int:pk>/publication/", actes.publier, name="publier"),
    path("<int:pk>/mise-a-l-ecart/", actes.ecarter, name="ecarter"),
]
