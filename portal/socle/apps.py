from django.apps import AppConfig
from django.core import checks


class SocleConfig(AppConfig):
    name = "portal.socle"
    label = "socle"
    verbose_name = "Socle technique"

    def ready(self) -> None:
        from portal.socle import curseur, portee
        from portal.socle.controles import mur_dresse, role_qui_sert

        curseur.brancher()
        portee.brancher()
        checks.register(role_qui_sert, checks.Tags.database, deploy=True)
        checks.register(mur_dresse, checks.Tags.database, deploy=True)
