"""Site map of the diagnostics."""

from django.urls import path

from subventions.diagnostics.views import actes, pages

app_name = "diagnostics"
urlpatterns = [
    path("", pages.liste, name="liste"),
    path("conventions/<int:convention>/", actes.demander, name="demander"),
    path("<int:pk>/", pages.demande, name="demande"),
    path("<int:pk>/facture/", pages.facture, name="facture"),
    path("<int:pk>/retrait/", actes.retirer, name="retirer"),
    path("<int:pk>/accord/", actes.accepter, name="accepter"),
    path("<int:pk>/refus/", actes.refuser, name="refuser"),
    path("<int:pk>/paiement/", actes.payer, name="payer"),
]
