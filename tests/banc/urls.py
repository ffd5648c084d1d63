"""The site map of the portal, with the floors of the bench."""

from django.urls import include, path

from portal import urls as portail
from tests.banc import planchers

handler400 = portail.handler400
handler403 = portail.handler403
handler404 = portail.handler404
handler500 = portail.handler500

urlpatterns = [
    path("banc/lignes/<slug:table>/", planchers.lignes, name="banc_lignes"),
    path("banc/comptage/", planchers.comptage, name="banc_comptage"),
    path("banc/ecriture/", planchers.ecriture, name="banc_ecriture"),
    path("", include(portail.urlpatterns)),
]
