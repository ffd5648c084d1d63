"""Site map of the rights: the money side of the files."""

from django.urls import path

from subventions.droits.views import actes, dossier, lettres, listes, reglages

app_name = "droits"
urlpatterns = [
    path("", listes.suivi, name="suivi"),
    path("a-suivre/", listes.file, name="file"),
    path("deuxieme-signature/<str:code>/", reglages.seuil, name="seuil"),
    path("partenaires/<int:gestionnaire>/<int:annee>/", listes.partenaire, name="partenaire"),
    path("equipements/<int:equipement>/<int:annee>/", dossier.dossier, name="dossier"),
    path("equipements/<int:equipement>/<int:annee>/suspendre/", actes.suspendre, name="suspendre"),
    path("suspensions/<int:pk>/lever/", actes.lever, name="lever"),
    path("droits/<int:pk>/decider/", actes.decider, name="decider"),
    path("droits/<int:pk>/lettre/", lettres.demander, name="demander_lettre"),
    path("lettres/<int:pk>/", lettres.lettre, name="lettre"),
    path("decisions/<int:pk>/confirmer/", actes.confirmer, name="confirmer"),
    path("decisions/<int:pk>/refuser/", actes.refuser, name="refuser"),
    path("decisions/<int:pk>/retirer/", actes.retirer, name="retirer"),
]
