"""Site map of the ground: the mailbox of the demonstration."""

from django.urls import path

from portal.socle.views import courriels

app_name = "courriels"
urlpatterns = [
    path("", courriels.boite, name="boite"),
    path("<int:pk>/", courriels.courriel, name="courriel"),
    path("<int:pk>/html/", courriels.html, name="html"),
]
