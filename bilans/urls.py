"""Site map of the bilans."""

from django.urls import URLPattern, include, path

from bilans.regles.etats import Action
from bilans.views import (
    accord,
    adhesions,
    anciens,
    bilan,
    campagnes,
    campagnes_nationales,
    ecarts,
    file,
    historique,
    instruction,
    lecture,
    lignes,
    lots,
    messages,
    modification,
    notes,
    panneau,
    pieces,
    saisie,
    section,
    suivi,
    transmission,
    vierge,
)


def _acte(chemin: str, action: Action, nom: str) -> URLPattern:
    """The page of one act of the Caf (``views.instruction.PAGES``)."""
    return path(f"<int:pk>/{chemin}", instruction.acte, {"action": action}, name=nom)


app_name = "bilans"

urlpatterns = [
    path("analyse/", include("bilans.urls_analyse")),
    path("vierges/<int:pk>/", vierge.vierge, name="vierge"),
    path("questionnaires/", include("bilans.edition.urls")),
    path("adhesions/<int:pk>/conclure/", adhesions.conclure, name="conclure_adhesion"),
    path("instruction/", file.file, name="file"),
    path("instruction/colonnes/", file.colonnes, name="colonnes"),
    path("instruction/lot/", lots.lot, name="lot"),
    path("instruction/lot/compte-rendu/", lots.rapport, name="lot_rapport"),
    path("campagnes/", campagnes.campagnes, name="campagnes"),
    path("campagnes/annonce/", campagnes.annoncer, name="annonce"),
    path("campagnes/<int:pk>/suspension/", campagnes.suspendre, name="campagne_suspension"),
    path("campagnes/<int:pk>/reprise/", campagnes.reprendre, name="campagne_reprise"),
    path("campagnes/<int:pk>/dates/", campagnes.dater, name="campagne_dates"),
    path(
        "campagnes/partout/<int:pk>/<int:annee>/suspension/",
        campagnes_nationales.suspendre,
        name="suspension_partout",
    ),
    path(
        "campagnes/partout/<int:pk>/<int:annee>/reprise/",
        campagnes_nationales.reprendre,
        name="reprise_partout",
    ),
    path(
        "campagnes/partout/<int:pk>/<int:annee>/dates/",
        campagnes_nationales.dater,
        name="dates_partout",
    ),
    path("ecarts/", ecarts.ecarts, name="ecarts"),
    path("suivi/", suivi.suivi, name="suivi"),
    path("<int:pk>/", bilan.bilan, name="bilan"),
    path("<int:pk>/remplir/", section.reprendre, name="repondre"),
    path("<int:pk>/saisie/", saisie.saisie, name="saisie"),
    path("<int:pk>/sections/<str:code>/", section.section, name="section"),
    path("<int:pk>/sections/<str:code>/panneau/", panneau.panneau_seul, name="panneau"),
    path("<int:pk>/lignes/<str:chemin>/", lignes.ligne, name="ligne"),
    path("<int:pk>/transmission/", transmission.transmission, name="transmission"),
    path("<int:pk>/brouillon.pdf", transmission.brouillon, name="brouillon"),
    path("<int:pk>/envois/<int:numero>/recepisse.pdf", transmission.recepisse, name="recepisse"),
    path("<int:pk>/fichiers/<int:piece>/", pieces.telecharger, name="piece"),
    path("<int:pk>/fichiers/<int:piece>/retrait/", pieces.retirer, name="retirer_piece"),
    path("<int:pk>/fichiers/ajout/<str:chemin>/", pieces.joindre, name="joindre"),
    path("<int:pk>/messages/", messages.conversation, name="messages"),
    path("<int:pk>/accord/", accord.accord, name="accord"),
    path("<int:pk>/accord/reprise/", accord.reprendre, name="reprise"),
    path("<int:pk>/accord/<str:chemin>/", accord.ecart, name="ecart"),
    path("<int:pk>/suivant/", file.suivant, name="suivant"),
    path("<int:pk>/lecture/", lecture.lecture, name="lecture"),
    path("<int:pk>/historique/", historique.historique, name="historique"),
    path(
        "<int:pk>/historique/<str:chemin>/",
        historique.historique_reponse,
        name="historique_reponse",
    ),
    path("avant-transfert/", anciens.anciens, name="anciens"),
    path("<int:pk>/avant-transfert/<int:numero>/", anciens.ancien, name="ancien"),
    path(
        "<int:pk>/avant-transfert/<int:numero>/recepisse.pdf",
        anciens.recepisse_ancien,
        name="recepisse_ancien",
    ),
    path("<int:pk>/prise-en-charge/", instruction.prendre_en_charge, name="prise_en_charge"),
    path("<int:pk>/modification/<str:chemin>/", modification.modification, name="modification"),
    path("<int:pk>/notes/ajout/", notes.annoter, name="note"),
    path("<int:pk>/notes/ajout/<str:chemin>/", notes.annoter, name="note_question"),
    _acte("complement/", Action.DEMANDER_COMPLEMENT, "complement"),
    _acte("validation/", Action.VALIDER, "validation"),
    _acte("reouverture/", Action.ROUVRIR, "reouverture"),
    _acte("sans-objet/", Action.DECLARER_SANS_OBJET, "sans_objet"),
    _acte("retablissement/", Action.RETABLIR, "retablissement"),
    _acte("derogation/", Action.ACCORDER_DEROGATION, "derogation"),
    _acte("derogation-retiree/", Action.RETIRER_DEROGATION, "retrait_derogation"),
]
