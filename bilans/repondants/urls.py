"""Site map of the links: one address for who answers, others for the Caf."""

from django.urls import path

from bilans.repondants.views import liens, suivi

app_name = "repondants"

urlpatterns = [
    path("repondre/<str:jeton>/", liens.lien, name="lien"),
    path("repondre/<str:jeton>/code/", liens.code, name="code"),
    path("repondre/<str:jeton>/verification/", liens.verification, name="verification"),
    path("bilans/repondants/", suivi.campagnes, name="campagnes"),
    path("bilans/repondants/<int:pk>/", suivi.suivi, name="suivi"),
    path("bilans/repondants/<int:pk>/invitations/", suivi.inviter, name="inviter"),
    path("bilans/repondants/<int:pk>/rappels/", suivi.relancer, name="relancer"),
    path("bilans/repondants/liens/<int:pk>/renvoi/", suivi.renvoyer, name="renvoyer"),
    path("bilans/repondants/liens/<int:pk>/revocation/", suivi.revoquer, name="revoquer"),
]
