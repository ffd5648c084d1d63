"""Site map of the simulations that partners keep."""

from django.urls import path

from subventions.simulateur.views import projections, simulations

app_name = "simulations"
urlpatterns = [
    path("", simulations.liste, name="liste"),
    path("nouvelle/", simulations.nouvelle, name="nouvelle"),
    path("projections/", projections.liste, name="projections"),
    path("projections/<int:pk>/", projections.projection, name="projection"),
    path("projections/<int:pk>/relance/", projections.relancer, name="relancer_projection"),
    path(
        "projections/<int:pk>/projection.xlsx",
        projections.exporter,
        {"genre": "xlsx"},
        name="export_projection",
    ),
    path(
        "projections/<int:pk>/projection.zip",
        projections.exporter,
        {"genre": "zip"},
        name="export_projection_csv",
    ),
    path("projections/<slug:dispositif>/", projections.nouvelle, name="nouvelle_projection"),
    path("<int:pk>/", simulations.simulation, name="simulation"),
    path("<int:pk>/simulation.xlsx", simulations.exporter, {"genre": "xlsx"}, name="export"),
    path("<int:pk>/simulation.zip", simulations.exporter, {"genre": "zip"}, name="export_csv"),
    path("<int:pk>/partage/", simulations.partager, name="partager"),
    path("<int:pk>/copie/", simulations.copier, name="copier"),
    path("<int:pk>/suppression/", simulations.supprimer, name="supprimer"),
]
