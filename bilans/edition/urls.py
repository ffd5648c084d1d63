"""Site map of the editor, under « questionnaires/ » and the names of the bilans."""

from django.urls import path

from bilans.edition.views import (
    apercu,
    cadre,
    conditions,
    elements,
    exports,
    imports,
    listes,
    proprietes,
    publication,
    version,
)

urlpatterns = [
    path("", listes.questionnaires, name="questionnaires"),
    path("nouveau/", imports.nouveau, name="nouveau_questionnaire"),
    path("<int:pk>/", listes.questionnaire, name="questionnaire"),
    path("<int:pk>/version/", listes.nouvelle_version, name="nouvelle_version"),
    path("<int:pk>/import/", imports.importer, name="importer_version"),
    path("<int:pk>/complement/", listes.completer, name="completer_questionnaire"),
    path("<int:pk>/archivage/", listes.archivage, name="archivage_questionnaire"),
    path("<int:pk>/remise-en-service/", listes.remise_en_service, name="remise_en_service"),
    path("versions/<int:pk>/", version.version, name="version"),
    path("versions/<int:pk>/operations/", version.operations, name="operations_version"),
    path("versions/<int:pk>/titre/", cadre.titre, name="titre_version"),
    path("versions/<int:pk>/cadre/", cadre.cadre, name="cadre_version"),
    path("versions/<int:pk>/apercu/", apercu.apercu, name="apercu_version"),
    path("versions/<int:pk>/changements/", publication.changements, name="changements_version"),
    path("versions/<int:pk>/verification/", publication.verification, name="verification_version"),
    path("versions/<int:pk>/publication/", publication.publication, name="publication_version"),
    path("versions/<int:pk>/abandon/", listes.abandon, name="abandon_version"),
    path("versions/<int:pk>/export/<str:genre>/", exports.export, name="export_version"),
    path("versions/<int:pk>/ajout/", elements.ajout, name="ajout_element"),
    path("versions/<int:pk>/elements/<str:code>/", proprietes.element, name="element"),
    path("versions/<int:pk>/elements/<str:code>/place/", elements.place, name="place_element"),
    path("versions/<int:pk>/elements/<str:code>/code/", elements.code, name="code_element"),
    path(
        "versions/<int:pk>/elements/<str:code>/suppression/",
        elements.suppression,
        name="suppression_element",
    ),
    path(
        "versions/<int:pk>/elements/<str:code>/conditions/<str:propriete>/",
        conditions.condition,
        name="condition_element",
    ),
]
