"""Site map of the adhesions."""

from django.urls import path

from habilitations.adhesions.views import avenants, dossiers, fiche, invitations, pieces

app_name = "adhesions"
urlpatterns = [
    path("", dossiers.liste, name="liste"),
    path("ouvrir/", dossiers.ouvrir, name="ouvrir"),
    path("avenants/<int:adhesion>/", avenants.avenant, name="avenant"),
    path("rejoindre/<str:jeton>/", invitations.rejoindre, name="rejoindre"),
    path("<int:pk>/", dossiers.dossier, name="dossier"),
    path("<int:pk>/sans-suite/", dossiers.sans_suite, name="sans_suite"),
    path("<int:pk>/pieces/<slug:genre>/depot/", pieces.deposer, name="deposer"),
    path("<int:pk>/pieces/<int:piece>/", pieces.examiner, name="examiner"),
    path("<int:pk>/pieces/<int:piece>/fichier/", pieces.fichier, name="fichier"),
    path("<int:pk>/fiche/", fiche.fiche, name="fiche"),
    path("<int:pk>/fiche/<slug:section>/", fiche.section, name="section"),
    path("<int:pk>/fiche/<slug:section>/ajout/", fiche.ajouter, name="ajouter"),
    path("<int:pk>/fiche/<slug:section>/<slug:cle>/", fiche.ligne, name="ligne"),
    path("<int:pk>/fiche/<slug:section>/<slug:cle>/retrait/", fiche.retirer, name="retirer"),
    path("<int:pk>/pieces/<slug:genre>/a-signer/", pieces.a_signer, name="a_signer"),
    path("<int:pk>/liens/", invitations.inviter, name="inviter"),
    path(
        "<int:pk>/liens/<int:invitation>/revocation/",
        invitations.revoquer,
        name="revoquer_lien",
    ),
]
