from django.apps import AppConfig


class RelancesConfig(AppConfig):
    name = "portal.relances"
    label = "relances"
    verbose_name = "Relances"

    def ready(self) -> None:
        from portal.relances.models import Envoi
        from portal.relances.services.garde import n_est_plus_utile
        from portal.socle.expedition import garder

        garder(Envoi._meta.label_lower, n_est_plus_utile)
