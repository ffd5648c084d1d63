from django.apps import AppConfig


class AccueilConfig(AppConfig):
    name = "portal.accueil"
    label = "accueil"
    verbose_name = "Accueil"

    def ready(self) -> None:
        from portal.accueil import mur

        mur.elever()
