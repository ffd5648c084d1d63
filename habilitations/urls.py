"""Site map of people, partners and équipements."""

from django.urls import path

from habilitations.views import conventions, equipements

app_name = "habilitations"
urlpatterns = [
    path("equipements/", equipements.equipements, name="equipements"),
    path("equipements/<int:pk>/", equipements.equipement, name="equipement"),
    path(
        "equipements/<int:pk>/notifications/<int:annee>/",
        conventions.notification,
        name="notification",
    ),
    path(
        "equipements/<int:pk>/conventions/<int:convention>/postes/",
        conventions.poste_nouveau,
        name="poste_nouveau",
    ),
    path("equipements/<int:pk>/postes/<int:poste>/", conventions.poste, name="poste"),
]
