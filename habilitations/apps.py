from django.apps import AppConfig


class HabilitationsConfig(AppConfig):
    name = "habilitations"
    verbose_name = "Habilitations"

    def ready(self) -> None:
        from habilitations import comptes
        from portal.socle.relecture import inscrire

        inscrire(comptes.RELECTEUR, comptes.relire_lien)
