from django.apps import AppConfig


class SaisieConfig(AppConfig):
    name = "portal.saisie"
    label = "saisie"
    verbose_name = "Saisie"
