from django.apps import AppConfig


class HabilitationsConfig(AppConfig):
    name = "habilitations"
    verbose_name = "Habilitations"

    def ready(self) -> None:
        from habilitations import comptes, liens
        from portal.socle.relecture import inscrire

        inscrire(liens.RELECTEUR, comptes.relire_lien)
