"""Site map of the subsidies."""

from django.urls import path

from subventions.views import baremes

app_name = "subventions"
urlpatterns = [
    path("", baremes.baremes, name="baremes"),
    path("comparer/", baremes.comparer, name="comparer"),
]
