"""Addresses of the acts that are open to all."""

from django.urls import path

from habilitations.views import verification

urlpatterns = [
    path("", verification.par_reference, name="verification_acte"),
    path("fichier/", verification.par_fichier, name="verification_acte_fichier"),
    path("autorite/racine/", verification.autorite, name="autorite_des_cachets"),
    path("autorite/revocations/", verification.revocations, name="revocations_des_cachets"),
]
