"""Site map of people, partners and équipements."""

from django.urls import path

from habilitations.views import conventions, droits, equipements

app_name = "habilitations"
urlpatterns = [
    path("droits/", droits.mes_droits, name="mes_droits"),
    path("droits/personnes/", droits.personnes, name="personnes"),
    path("droits/personnes/<int:pk>/", droits.droits_personne, name="droits_personne"),
    path("droits/<int:pk>/acte/", droits.demander, name="demander_acte"),
    path("droits/actes/<int:pk>/", droits.acte, name="acte"),
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
