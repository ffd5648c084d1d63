from django.apps import AppConfig


class AccueilConfig(AppConfig):
    name = "portal.accueil"
    label = "accueil"
    verbose_name = "Accueil"
