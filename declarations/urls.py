"""Site map of the declarations."""

from django.urls import URLPattern, include, path

from declarations.models.exports import TACHE, TACHE_DROITS, TACHE_LIGNES
from declarations.regles.etats import Action
from declarations.views import (
    actualisees,
    anciennes,
    approbation,
    calendrier,
    cartographie,
    catalogue,
    classeur,
    comparaison,
    controles,
    dossier,
    equipement,
    exercice,
    exports,
    fenetres,
    file,
    fusion,
    historique,
    instruction,
    justifications,
    lignes,
    lots,
    messages,
    pieces,
    regles,
    saisie,
    signature,
    simulation,
    suivi,
    tableaux_file,
    versions,
    volet,
)


def _acte(chemin: str, action: Action, nom: str) -> URLPattern:
    """The page of one act of the adviser (``views.instruction.PAGES``)."""
    return path(f"<int:pk>/{chemin}", instruction.acte, {"action": action}, name=nom)


def _export(chemin: str, tache: str, nom: str) -> URLPattern:
    """Where one of ``listes_exportees.LISTES`` is asked for."""
    return path(chemin, exports.exporter, {"tache": tache}, name=nom)


app_name = "declarations"
urlpatterns = [
    path("", suivi.suivi, name="suivi"),
    path("instruction/", file.file, name="file"),
    path("instruction/colonnes/", file.colonnes, name="colonnes"),
    path("instruction/exercices/", tableaux_file.exercices, name="exercices"),
    path("instruction/lignes/", tableaux_file.lignes, name="lignes_des_dossiers"),
    path("instruction/lot/", lots.lot, name="lot"),
    path("instruction/lot/compte-rendu/", lots.rapport, name="lot_rapport"),
    _export("instruction/export/", TACHE, "export"),
    _export("instruction/export/lignes/", TACHE_LIGNES, "export_lignes"),
    _export("instruction/export/droits/", TACHE_DROITS, "export_droits"),
    path("instruction/export/<int:pk>/", exports.suivre, name="export_suivi"),
    path("instruction/export/<int:pk>/liste.xlsx", exports.telecharger, name="export_fichier"),
    path("actualisees/", actualisees.actualisees, name="actualisees"),
    path(
        "actualisees/<slug:caf>/<slug:dispositif>/<int:annee>/<int:numero>/",
        actualisees.selection,
        name="actualisees_selection",
    ),
    path("elan/", include("declarations.elan.urls")),
    path("calendrier/", calendrier.calendrier, name="calendrier"),
    path("calendrier/ouvrir/", fenetres.ouvrir, name="ouvrir_fenetre"),
    path("calendrier/<int:pk>/retrait/", fenetres.retirer, name="retirer_fenetre"),
    path("calendrier/<int:pk>/dates/", fenetres.fenetre, name="fenetre"),
    path("calendrier/regles/", regles.regles, name="regles_caf"),
    path("calendrier/regles/<slug:caf>/<int:pk>/", regles.regle, name="regle_caf"),
    path("calendrier/regles/<int:pk>/retrait/", regles.retrait, name="regle_caf_retrait"),
    path("controles/", catalogue.catalogue_controles, name="catalogue_controles"),
    path(
        "cartographie/<slug:dispositif>/<slug:nature>/<int:annee>.<slug:format>",
        cartographie.cartographie,
        name="cartographie",
    ),
    path("exercices/<int:equipement>/<int:annee>/", exercice.exercice, name="exercice"),
    path("equipements/<int:pk>/", equipement.equipement, name="equipement"),
    path("equipements/fusion/", fusion.fusion, name="fusion"),
    path("equipements/<int:pk>/transfert/", equipement.transfert, name="transfert"),
    path(
        "equipements/<int:pk>/transfert/<int:transfert>/annulation/",
        equipement.annuler_transfert,
        name="annuler_transfert",
    ),
    path(
        "equipements/<int:pk>/postes/<int:poste>/retrait/",
        equipement.retirer_poste,
        name="retirer_poste",
    ),
    path("avant-transfert/", anciennes.anciennes, name="anciennes"),
    path("<int:pk>/avant-transfert/<int:numero>/", anciennes.ancienne, name="ancienne"),
    path(
        "<int:pk>/avant-transfert/<int:numero>/recepisse.pdf",
        anciennes.recepisse_ancien,
        name="recepisse_ancien",
    ),
    path("<int:pk>/", dossier.dossier, name="dossier"),
    path("<int:pk>/suivant/", file.suivant, name="suivant"),
    path("<int:pk>/volets/<slug:nature>/", volet.volet, name="volet"),
    path("<int:pk>/volets/<slug:nature>/saisie/", saisie.saisie, name="saisie"),
    path("<int:pk>/volets/<slug:nature>/panneau/", saisie.panneau_seul, name="panneau"),
    path("<int:pk>/volets/<slug:nature>/classeur.xlsx", classeur.telecharger, name="classeur"),
    path("<int:pk>/volets/<slug:nature>/classeur/", classeur.deposer, name="deposer_classeur"),
    path("<int:pk>/volets/<slug:nature>/historique/", historique.historique, name="historique"),
    path(
        "<int:pk>/volets/<slug:nature>/historique/<str:chemin>/",
        historique.historique_du_champ,
        name="historique_champ",
    ),
    path("<int:pk>/volets/<slug:nature>/signature/", signature.signer, name="signer"),
    path(
        "<int:pk>/volets/<slug:nature>/signature/retrait/",
        signature.retirer,
        name="retirer_signature",
    ),
    path("<int:pk>/volets/<slug:nature>/renvoi/", signature.renvoyer, name="renvoyer"),
    path("<int:pk>/lignes/<slug:cle>/", lignes.ligne, name="ligne"),
    path("<int:pk>/lignes/<slug:cle>/retrait/", lignes.retirer, name="retirer_ligne"),
    path("<int:pk>/lignes/<slug:cle>/retablissement/", lignes.retablir, name="retablir_ligne"),
    path("<int:pk>/controles/", controles.controles, name="controles"),
    path("<int:pk>/controles/justifier/", justifications.justifier, name="justifier"),
    path("<int:pk>/approbation/", approbation.approbation, name="approbation"),
    path("<int:pk>/prise-en-charge/", instruction.prendre_en_charge, name="prise_en_charge"),
    _acte("validation/", Action.VALIDER, "validation"),
    _acte("correction/", Action.DEMANDER_CORRECTION, "correction"),
    _acte("rectificative/", Action.RECTIFIER, "rectificative"),
    _acte("correction-elargie/", Action.ELARGIR_CORRECTION, "elargissement"),
    _acte("demande-retiree/", Action.RETIRER_CORRECTION, "retrait_correction"),
    _acte("derogation-retiree/", Action.RETIRER_DEROGATION, "retrait_derogation"),
    _acte("sans-objet/", Action.DECLARER_SANS_OBJET, "sans_objet"),
    _acte("retablissement/", Action.RETABLIR, "retablissement"),
    _acte("saisie-pour-le-partenaire/", Action.ASSISTER, "assistance"),
    _acte("saisie-rendue/", Action.CESSER_ASSISTER, "fin_assistance"),
    _acte("derogation/", Action.ACCORDER_DEROGATION, "derogation"),
    path("<int:pk>/simuler/", simulation.simuler, name="simuler"),
    path("<int:pk>/messages/", messages.conversation, name="messages"),
    path("<int:pk>/pieces/ajout/", pieces.joindre, name="joindre_piece"),
    path("<int:pk>/pieces/<int:piece>/", pieces.telecharger, name="piece"),
    path("<int:pk>/pieces/<int:piece>/retrait/", pieces.retirer, name="retirer_piece"),
    path("<int:pk>/versions/<int:numero>/", versions.version, name="version"),
    path(
        "<int:pk>/versions/<int:avant>/comparaison/<int:apres>/",
        comparaison.comparaison,
        name="comparaison",
    ),
    path("<int:pk>/versions/<int:numero>/brouillon.pdf", versions.brouillon, name="brouillon"),
    path("<int:pk>/versions/<int:numero>/recepisse.pdf", versions.recepisse, name="recepisse"),
]
