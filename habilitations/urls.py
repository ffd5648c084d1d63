"""Site map of people, partners and équipements."""

from django.urls import path

from habilitations.views import (
    accord,
    conventions,
    delegations,
    droits,
    equipements,
    fins,
    interims,
    partenaires,
    precautions,
    secours,
)

app_name = "habilitations"
urlpatterns = [
    path("droits/", droits.mes_droits, name="mes_droits"),
    path("droits/personnes/", droits.personnes, name="personnes"),
    path("droits/personnes/<int:pk>/", droits.droits_personne, name="droits_personne"),
    path("droits/<int:pk>/acte/", droits.demander, name="demander_acte"),
    path("droits/actes/<int:pk>/", droits.acte, name="acte"),
    path("droits/partenaires/", partenaires.partenaires, name="partenaires"),
    path("droits/partenaires/<int:pk>/", partenaires.partenaire, name="partenaire"),
    path("droits/partenaires/<int:pk>/accorder/", accord.accorder, name="accorder"),
    path(
        "droits/partenaires/<int:pk>/suspendre/",
        accord.suspendre_partenaire,
        name="suspendre_partenaire",
    ),
    path(
        "droits/partenaires/<int:pk>/reprendre/",
        accord.reprendre_partenaire,
        name="reprendre_partenaire",
    ),
    path(
        "droits/partenaires/<int:pk>/personnes/<int:utilisateur>/suspendre/",
        accord.suspendre_quelqu_un,
        name="suspendre_personne",
    ),
    path(
        "droits/partenaires/<int:pk>/personnes/<int:utilisateur>/interim/",
        interims.interim,
        name="interim",
    ),
    path(
        "droits/partenaires/<int:pk>/personnes/<int:utilisateur>/mot-de-passe/",
        precautions.imposer,
        name="imposer_mot_de_passe",
    ),
    path("droits/partenaires/<int:pk>/fin/", fins.finir, name="finir_adhesion"),
    path("droits/partenaires/<int:pk>/fin/annuler/", fins.continuer, name="continuer_adhesion"),
    path("droits/partenaires/<int:pk>/signer/", fins.signer, name="signer_adhesion"),
    path("droits/partenaires/<int:pk>/deleguer/", delegations.deleguer, name="deleguer"),
    path(
        "droits/partenaires/<int:pk>/reprendre-la-delegation/",
        delegations.reprendre_delegation,
        name="reprendre_delegation",
    ),
    path("droits/partenaires/<int:pk>/demander/", delegations.demander, name="demander_droit"),
    path("droits/partenaires/<int:pk>/secours/", secours.demander, name="demander_secours"),
    path("droits/secours/<int:pk>/", secours.secours, name="secours"),
    path("droits/secours/<int:pk>/cosigner/", secours.cosigner, name="cosigner_secours"),
    path("droits/secours/<int:pk>/refuser/", secours.refuser, name="refuser_secours"),
    path("droits/<int:pk>/suspendre/", accord.suspendre, name="suspendre_droit"),
    path("droits/<int:pk>/reprendre/", accord.reprendre, name="reprendre_droit"),
    path("droits/<int:pk>/retirer/", accord.retirer, name="retirer_droit"),
    path("equipements/", equipements.equipements, name="equipements"),
    path("equipements/<int:pk>/", equipements.equipement, name="equipement"),
    path("equipements/<int:pk>/suspendre/", precautions.suspendre, name="suspendre_equipement"),
    path("equipements/<int:pk>/reprendre/", precautions.reprendre, name="reprendre_equipement"),
    path(
        "equipements/<int:pk>/notifications/<int:annee>/",
        conventions.notification,
        name="notification",
    ),
    path(
        "equipements/<int:pk>/conventions/<int:convention>/postes/",
        conventions.poste_nouveau,
        name="poste_nouveau",
    ),
    path("equipements/<int:pk>/postes/<int:poste>/", conventions.poste, name="poste"),
]
