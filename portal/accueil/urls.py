"""Site map of the home application."""

from django.urls import path

from portal.accueil.views import a_faire, catalogue, publiques, recherche, sante, session

app_name = "accueil"
urlpatterns = [
    path("", publiques.public, name="public"),
    path("a-faire/", a_faire.a_faire, name="a_faire"),
    path("recherche/", recherche.recherche, name="recherche"),
    path("aide/", publiques.aide, name="aide"),
    path("plan-du-site/", publiques.plan_du_site, name="plan_du_site"),
    path("accessibilite/", publiques.accessibilite, name="accessibilite"),
    path("donnees-personnelles/", publiques.donnees_personnelles, name="donnees_personnelles"),
    path("session/prolonger/", session.prolonger, name="prolonger_session"),
    path("sante/", sante.vivant, name="sante"),
    path("sante/pret/", sante.pret, name="sante_pret"),
    path("composants/", catalogue.composants, name="composants"),
]
