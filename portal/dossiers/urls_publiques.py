"""Addresses of the files that are open to all."""

from django.urls import path

from portal.dossiers.views import recepisses

urlpatterns = [path("", recepisses.verification, name="verification_recepisse")]
