"""Site map of the reminders."""

from django.urls import path

from portal.relances.views import campagnes, dossier, ecart, etapes, previsions, resume

app_name = "relances"
urlpatterns = [
    path("", previsions.previsions, name="previsions"),
    path("envoi/", previsions.envoyer, name="envoyer"),
    path("etapes/", etapes.etapes, name="etapes"),
    path("etapes/ajouter/", etapes.ajouter, name="ajouter_etape"),
    path("etapes/<slug:sens>/<int:jours>/", etapes.regler, name="regler_etape"),
    path("resume/", resume.resume, name="resume"),
    path("campagnes/<int:pk>/", campagnes.campagne, name="campagne"),
    path("campagnes/<int:pk>/pause/", campagnes.suspendre, name="suspendre"),
    path("campagnes/<int:pk>/fin-de-pause/", campagnes.lever_la_pause, name="lever_la_pause"),
    path("dossiers/<int:pk>/courriels/", dossier.courriels, name="dossier"),
    path("dossiers/<int:pk>/ecart/<int:utilisateur>/", ecart.ecarter, name="ecarter"),
    path("ecartees/<int:pk>/retablissement/", ecart.retablir, name="retablir"),
    path("courriels/<int:pk>/", dossier.courriel, name="courriel"),
    path("courriels/<int:pk>/nouvel-essai/", dossier.reessayer, name="reessayer"),
]
