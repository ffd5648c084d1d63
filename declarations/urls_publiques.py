"""Addresses of the declarations that are open to all."""

from django.urls import path

from declarations.views import recepisses

urlpatterns = [path("", recepisses.verification, name="verification_recepisse")]
