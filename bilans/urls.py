"""Site map of the bilans."""

from django.urls import path

from bilans.views import accord

app_name = "bilans"

urlpatterns = [
    path("<int:pk>/accord/", accord.accord, name="accord"),
    path("<int:pk>/accord/reprise/", accord.reprendre, name="reprise"),
    path("<int:pk>/accord/<str:chemin>/", accord.ecart, name="ecart"),
]
