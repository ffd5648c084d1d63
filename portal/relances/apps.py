from django.apps import AppConfig


class RelancesConfig(AppConfig):
    name = "portal.relances"
    label = "relances"
    verbose_name = "Relances"

    def ready(self) -> None:
        from habilitations.revues import voisinage
        from portal.relances.services import relecture, resume, revues
        from portal.socle.relecture import inscrire, inscrire_par_lots

        inscrire_par_lots(relecture.RELECTEUR, relecture.relire_rappels)
        inscrire(resume.RELECTEUR, resume.relire_resume)
        voisinage.inscrire(
            en_campagne=revues.equipements_en_campagne,
            etape_due=revues.etape_de_la_caf,
            prochaine_etape=revues.prochaine_etape,
        )
