"""Site map of the annuaire."""

from django.urls import path

from habilitations.annuaire.views import (
    agents,
    cafs,
    dependances,
    equipements,
    gestionnaires,
    imports,
    lieux,
    papiers,
    portefeuilles,
)

app_name = "annuaire"
urlpatterns = [
    path("gestionnaires/", gestionnaires.gestionnaires, name="gestionnaires"),
    path("gestionnaires/exporter/", gestionnaires.exporter, name="exporter_gestionnaires"),
    path("gestionnaires/ajouter/", gestionnaires.ajouter, name="ajouter_gestionnaire"),
    path("gestionnaires/<int:pk>/", gestionnaires.gestionnaire, name="gestionnaire"),
    path("gestionnaires/<int:pk>/modifier/", gestionnaires.modifier, name="modifier_gestionnaire"),
    path("gestionnaires/<int:pk>/siret/", gestionnaires.siret, name="siret"),
    path(
        "gestionnaires/<int:pk>/supprimer/", gestionnaires.supprimer, name="supprimer_gestionnaire"
    ),
    path("equipements/", equipements.equipements, name="equipements"),
    path("equipements/exporter/", equipements.exporter, name="exporter_equipements"),
    path("equipements/ajouter/", equipements.ajouter, name="ajouter_equipement"),
    path("equipements/<int:pk>/", equipements.equipement, name="equipement"),
    path("equipements/<int:pk>/modifier/", equipements.modifier, name="modifier_equipement"),
    path("equipements/<int:pk>/fermer/", equipements.fermer, name="fermer_equipement"),
    path("equipements/<int:pk>/rouvrir/", equipements.rouvrir, name="rouvrir_equipement"),
    path("equipements/<int:pk>/supprimer/", equipements.supprimer, name="supprimer_equipement"),
    path("equipements/<int:pk>/lieux/", dependances.lieu_nouveau, name="ajouter_lieu"),
    path("lieux/", lieux.lieux, name="lieux"),
    path("lieux/exporter/", lieux.exporter, name="exporter_lieux"),
    path("papiers/", papiers.papiers, name="papiers"),
    path("papiers/exporter/", papiers.exporter, name="exporter_papiers"),
    path("lieux/<int:pk>/", dependances.lieu, name="lieu"),
    path("lieux/<int:pk>/supprimer/", dependances.lieu_supprime, name="supprimer_lieu"),
    path(
        "equipements/<int:pk>/conventions/",
        dependances.convention_nouvelle,
        name="ajouter_convention",
    ),
    path("conventions/<int:pk>/", dependances.convention, name="convention"),
    path(
        "conventions/<int:pk>/supprimer/",
        dependances.convention_supprimee,
        name="supprimer_convention",
    ),
    path("exporter/", imports.tout, name="exporter"),
    path("imports/", imports.importer, name="importer"),
    path("imports/modele/", imports.modele, name="modele"),
    path("imports/<int:pk>/", imports.apercu, name="import"),
    path("caf/", cafs.caf, name="caf"),
    path("portefeuilles/", portefeuilles.portefeuilles, name="portefeuilles"),
    path("portefeuilles/exporter/", portefeuilles.exporter, name="exporter_portefeuilles"),
    path("portefeuilles/ajouter/", portefeuilles.ajouter, name="ajouter_portefeuille"),
    path("portefeuilles/<int:pk>/", portefeuilles.portefeuille, name="portefeuille"),
    path("portefeuilles/<int:pk>/modifier/", portefeuilles.modifier, name="modifier_portefeuille"),
    path("portefeuilles/<int:pk>/remplacant/", portefeuilles.remplacement, name="remplacement"),
    path("portefeuilles/<int:pk>/deplacer/", portefeuilles.deplacer, name="deplacer"),
    path(
        "portefeuilles/<int:pk>/supprimer/", portefeuilles.supprimer, name="supprimer_portefeuille"
    ),
    path("agents/", agents.agents, name="agents"),
    path("agents/exporter/", agents.exporter, name="exporter_agents"),
    path("agents/nommer/", agents.nommer, name="nommer"),
    path("agents/<int:pk>/", agents.agent, name="agent"),
    path("agents/fonctions/<int:pk>/terminer/", agents.terminer, name="terminer"),
]
