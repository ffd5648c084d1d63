"""Account pages: those of allauth that the portal opens.

What it does not use stays closed rather than hidden: nobody signs up, and the address one
logs in with is the one the Caf granted rights to, so nobody changes it alone.
"""

from allauth.account import views as compte
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from habilitations.views import connexions

urlpatterns = [
    path("connexion/", compte.login, name="account_login"),
    path("deconnexion/", compte.logout, name="account_logout"),
    path("desactive/", compte.account_inactive, name="account_inactive"),
    path("inscription/", compte.signup, name="account_signup"),
    path("confirmer-identite/", compte.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", compte.password_change, name="account_change_password"),
    path("mot-de-passe/definir/", compte.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", compte.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        compte.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        compte.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        compte.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("connexions/", connexions.mes_connexions, name="mes_connexions"),
    path("connexions/autres/fermer/", connexions.fermer_autres, name="fermer_autres_connexions"),
    path("connexions/<int:pk>/fermer/", connexions.fermer_une, name="fermer_connexion"),
    path("annuaire/", include("habilitations.identites.urls")),
    path("double-authentification/", include("allauth.mfa.urls")),
    path("", RedirectView.as_view(pattern_name="mfa_index"), name="account_index"),
]
