"""Site map of the payments."""

from django.urls import path

from subventions.paiements.views import (
    anciens,
    comptes,
    echeanciers,
    fichiers,
    indus,
    lots,
    profils,
    versements,
)

app_name = "paiements"
_EXERCICE = "echeanciers/<int:equipement>/<int:annee>/"
urlpatterns = [
    path("lots/", lots.liste, name="lots"),
    path("lots/caf/<slug:code>/", lots.nouveau, name="nouveau_lot"),
    path("lots/caf/<slug:code>/paiements/", fichiers.releve, name="releve"),
    path("lots/<int:pk>/", lots.lot, name="lot"),
    path("lots/<int:pk>/ordonner/", lots.ordonner, name="ordonner_lot"),
    path("lots/<int:pk>/refuser/", lots.refuser, name="refuser_lot"),
    path("lots/<int:pk>/payer/", lots.payer, name="payer_lot"),
    path("lots/<int:pk>/fichier.xlsx", fichiers.exporter, {"genre": "xlsx"}, name="lot_xlsx"),
    path("lots/<int:pk>/fichier.csv", fichiers.exporter, {"genre": "csv"}, name="lot_csv"),
    path("lots/<int:pk>/virements.xml", fichiers.exporter, {"genre": "sepa"}, name="lot_sepa"),
    path("avant-transfert/", anciens.anciens, name="anciens"),
    path("versements/<int:pk>/retirer/", versements.retirer, name="retirer_versement"),
    path("versements/<int:pk>/rejeter/", versements.rejeter, name="rejeter_versement"),
    path(_EXERCICE, echeanciers.echeancier, name="echeancier"),
    path(f"{_EXERCICE}ecart/", echeanciers.accepter_ecart, name="accepter_ecart"),
    path(f"{_EXERCICE}indu/", echeanciers.notifier, name="notifier_indu"),
    path("indus/", indus.liste, name="indus"),
    path("indus/<int:pk>/", indus.indu, name="indu"),
    path("indus/<int:pk>/rembourser/", indus.rembourser, name="rembourser_indu"),
    path("indus/<int:pk>/recouvrement/", indus.mode, name="mode_indu"),
    path("indus/<int:pk>/annuler/", indus.annuler, name="annuler_indu"),
    path("indus/<int:pk>/lettre/", indus.demander_lettre, name="demander_lettre_indu"),
    path("indus/lettres/<int:pk>/", indus.lettre, name="lettre_indu"),
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
