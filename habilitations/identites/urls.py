"""Addresses of the directories; allauth knows two of them by the names that it gives them."""

from django.urls import path

from habilitations.identites import views

urlpatterns = [
    path("", views.mon_annuaire, name="mon_annuaire"),
    path("<str:provider_id>/delier/", views.delier_annuaire, name="delier_annuaire"),
    path("<str:provider_id>/aller/", views.aller, name="openid_connect_login"),
    path("<str:provider_id>/retour/", views.revenir, name="openid_connect_callback"),
]
