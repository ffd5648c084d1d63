from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "declarations"
    verbose_name = "Déclarations"

    def ready(self) -> None:
        from declarations.services import avis
        from portal.socle.relecture import inscrire

        inscrire(avis.RELECTEUR, avis.relire_avis)
