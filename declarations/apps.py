from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "declarations"
    verbose_name = "Déclarations"

    def ready(self) -> None:
        from declarations.presentation import attendus
        from declarations.services import avis, nouvelles, recepisses
        from portal.dossiers.attendus import inscrire as repondre_des_attendus
        from portal.dossiers.recepisses import inscrire as repondre_des_recepisses
        from portal.socle.relecture import inscrire

        inscrire(nouvelles.RELECTEUR, nouvelles.relire_nouvelle)
        inscrire(avis.RELECTEUR, avis.relire_avis)
        repondre_des_attendus(attendus.NOM, attendus.SOURCE)
        repondre_des_recepisses(recepisses.NOM, recepisses.verifier)
