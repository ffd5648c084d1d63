from django.apps import AppConfig


class RelancesConfig(AppConfig):
    name = "portal.relances"
    label = "relances"
    verbose_name = "Relances"

    def ready(self) -> None:
        from portal.relances.services import relecture, resume
        from portal.socle.relecture import inscrire

        inscrire(relecture.RELECTEUR, relecture.relire_rappel)
        inscrire(resume.RELECTEUR, resume.relire_resume)
