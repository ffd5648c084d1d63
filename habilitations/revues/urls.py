"""Site map of the reviews of rights."""

from django.urls import path

from habilitations.revues.views import reponses, suivi

app_name = "revues"
urlpatterns = [
    path("", suivi.suivi, name="suivi"),
    path("<int:pk>/", reponses.partenaire, name="partenaire"),
    path("caf/<slug:code>/ouvrir/", suivi.ouvrir, name="ouvrir"),
    path("caf/<slug:code>/apercu/", suivi.apercu, name="apercu"),
    path("caf/<slug:code>/reglages/", suivi.reglages, name="reglages"),
    path("vagues/<int:pk>/autoriser/", suivi.autoriser, name="autoriser"),
]
