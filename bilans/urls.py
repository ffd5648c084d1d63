"""Site map of the bilans."""

from django.urls import path

from bilans.views import accord, ecarts

app_name = "bilans"

urlpatterns = [
    path("ecarts/", ecarts.ecarts, name="ecarts"),
    path("<int:pk>/accord/", accord.accord, name="accord"),
    path("<int:pk>/accord/reprise/", accord.reprendre, name="reprise"),
    path("<int:pk>/accord/<str:chemin>/", accord.ecart, name="ecart"),
]
