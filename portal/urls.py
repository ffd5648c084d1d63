"""Root of the site map. Each application holds its own."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from portal.accueil.views import exploitation

handler400 = "portal.accueil.views.erreurs.requete_invalide"
handler403 = "portal.accueil.views.erreurs.interdit"
handler404 = "portal.accueil.views.erreurs.introuvable"
handler500 = "portal.accueil.views.erreurs.erreur_interne"

# One door: the administration asks for the same login, second factor and limits included.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("portal.accueil.urls")),
    path("compte/", include("portal.accueil.urls_compte")),
    path("", include("bilans.repondants.urls")),
    path("bilans/", include("bilans.urls")),
    path("declarations/", include("declarations.urls")),
    path("adhesions/", include("habilitations.adhesions.urls")),
    path("annuaire/", include("habilitations.annuaire.urls")),
    path("droits/revue/", include("habilitations.revues.urls")),
    path("", include("habilitations.urls")),
    path("", include("portal.dossiers.urls")),
    path("recepisses/", include("portal.dossiers.urls_publiques")),
    path("actes/", include("habilitations.urls_publiques")),
    path("relances/", include("portal.relances.urls")),
    path("courriels/", include("portal.socle.urls")),
    path("simulateur/", include("subventions.simulateur.urls_publiques")),
    path("subventions/diagnostics/", include("subventions.diagnostics.urls")),
    path("subventions/donnees-ouvertes/", include("subventions.ouvertes.urls")),
    path("simulations/", include("subventions.simulateur.urls")),
    path("baremes/propositions/", include("subventions.propositions.urls")),
    path("baremes/", include("subventions.urls")),
    path("subventions/", include("subventions.droits.urls")),
    path("subventions/", include("subventions.paiements.urls")),
    # Its own page would change a password without telling its owner.
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
        name="mot_de_passe_administration",
    ),
    path("admin/exploitation/", exploitation.etat, name="etat_du_service"),
    path("admin/", admin.site.urls),
]
