"""Site map of the declarations."""

from django.urls import path

from declarations.views import (
    actualisees,
    approbation,
    calendrier,
    cartographie,
    catalogue,
    controles,
    dossier,
    evaluation,
    file,
    instruction,
    lignes,
    signature,
    suivi,
    versions,
    volet,
)

app_name = "declarations"
urlpatterns = [
    path("", suivi.suivi, name="suivi"),
    path("instruction/", file.file, name="file"),
    path("actualisees/", actualisees.actualisees, name="actualisees"),
    path(
        "actualisees/<slug:caf>/<slug:dispositif>/<int:annee>/<int:numero>/",
        actualisees.selection,
        name="actualisees_selection",
    ),
    path("calendrier/", calendrier.calendrier, name="calendrier"),
    path("controles/", catalogue.catalogue_controles, name="catalogue_controles"),
    path(
        "cartographie/<slug:dispositif>/<slug:nature>/<int:annee>.<slug:format>",
        cartographie.cartographie,
        name="cartographie",
    ),
    path("<int:pk>/", dossier.dossier, name="dossier"),
    path("<int:pk>/volets/<slug:nature>/", volet.volet, name="volet"),
    path("<int:pk>/volets/<slug:nature>/evaluation/", evaluation.evaluation, name="evaluation"),
    path("<int:pk>/volets/<slug:nature>/signature/", signature.signer, name="signer"),
    path("<int:pk>/volets/<slug:nature>/reprise/", signature.reprendre, name="reprendre"),
    path("<int:pk>/volets/<slug:nature>/renvoi/", signature.renvoyer, name="renvoyer"),
    path("<int:pk>/lignes/<slug:cle>/", lignes.ligne, name="ligne"),
    path("<int:pk>/lignes/<slug:cle>/retrait/", lignes.retirer, name="retirer_ligne"),
    path("<int:pk>/lignes/<slug:cle>/retablissement/", lignes.retablir, name="retablir_ligne"),
    path("<int:pk>/controles/", controles.controles, name="controles"),
    path("<int:pk>/controles/justifier/", controles.justifier, name="justifier"),
    path("<int:pk>/approbation/", approbation.approbation, name="approbation"),
    path("<int:pk>/prise-en-charge/", instruction.prendre_en_charge, name="prise_en_charge"),
    path("<int:pk>/validation/", instruction.valider, name="validation"),
    path("<int:pk>/correction/", instruction.correction, name="correction"),
    path("<int:pk>/rectificative/", instruction.rectificative, name="rectificative"),
    path("<int:pk>/sans-objet/", instruction.sans_objet, name="sans_objet"),
    path("<int:pk>/retablissement/", instruction.retablissement, name="retablissement"),
    path("<int:pk>/saisie-pour-le-partenaire/", instruction.assister, name="assistance"),
    path("<int:pk>/saisie-rendue/", instruction.rendre, name="fin_assistance"),
    path("<int:pk>/derogation/", instruction.derogation, name="derogation"),
    path("<int:pk>/versions/<int:numero>/", versions.version, name="version"),
    path("<int:pk>/versions/<int:numero>/recepisse.pdf", versions.recepisse, name="recepisse"),
]
