from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "portal.dossiers"
    label = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from portal.dossiers.services import annonces_transferts
        from portal.socle.relecture import inscrire

        inscrire(annonces_transferts.RELECTEUR, annonces_transferts.relire_transfert)
