"""Site map of the payments."""

from django.urls import path

from subventions.paiements.views import comptes, profils

app_name = "paiements"
urlpatterns = [
    path("profils/", profils.liste, name="profils"),
    path("profils/caf/<slug:code>/", profils.attribuer, name="attribuer_profil"),
    path("comptes/", comptes.liste, name="comptes"),
    path("comptes/<int:pk>/", comptes.compte, name="compte"),
    path("comptes/<int:pk>/proposer/", comptes.proposer, name="proposer_compte"),
    path("comptes/caf/<slug:code>/", comptes.payeur, name="compte_payeur"),
    path("comptes/proposes/<int:pk>/confirmer/", comptes.confirmer, name="confirmer_compte"),
    path("comptes/proposes/<int:pk>/refuser/", comptes.refuser, name="refuser_compte"),
    path("comptes/proposes/<int:pk>/piece/", comptes.piece, name="piece_compte"),
]
