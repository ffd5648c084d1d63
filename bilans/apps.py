from django.apps import AppConfig


class BilansConfig(AppConfig):
    name = "bilans"
    verbose_name = "Bilans"

    def ready(self) -> None:
        from bilans.presentation import attendus
        from bilans.services import avis, messages, nouvelles, recepisses
        from portal.dossiers.attendus import inscrire as repondre_des_attendus
        from portal.dossiers.recepisses import inscrire as repondre_des_recepisses
        from portal.dossiers.services.avis import relire
        from portal.socle.relecture import inscrire

        inscrire(avis.RELECTEUR, avis.relire_avis)
        inscrire(nouvelles.RELECTEUR, nouvelles.relire_nouvelle)
        inscrire(messages.RELECTEUR, relire)
        repondre_des_attendus(attendus.NOM, attendus.SOURCE)
        repondre_des_recepisses(recepisses.NOM, recepisses.verifier)
