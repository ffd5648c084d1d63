from django.apps import AppConfig


class BilansConfig(AppConfig):
    name = "bilans"
    verbose_name = "Bilans"

    def ready(self) -> None:
        from bilans.services import avis
        from portal.socle.relecture import inscrire

        inscrire(avis.RELECTEUR, avis.relire_avis)
