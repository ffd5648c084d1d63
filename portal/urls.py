"""Root of the site map. Each application holds its own."""

from django.contrib import admin
from django.urls import include, path

handler400 = "portal.accueil.views.erreurs.requete_invalide"
handler403 = "portal.accueil.views.erreurs.interdit"
handler404 = "portal.accueil.views.erreurs.introuvable"
handler500 = "portal.accueil.views.erreurs.erreur_interne"

urlpatterns = [
    path("", include("portal.accueil.urls")),
    path("compte/", include("portal.accueil.urls_compte")),
    path("declarations/", include("declarations.urls")),
    path("baremes/", include("subventions.urls")),
    path("admin/", admin.site.urls),
]
