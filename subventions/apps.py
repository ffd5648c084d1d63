from django.apps import AppConfig


class SubventionsConfig(AppConfig):
    name = "subventions"
    verbose_name = "Subventions"

    def ready(self) -> None:
        from portal.socle.relecture import inscrire
        from subventions.paiements.services import annonces as paiements
        from subventions.services import annonces

        inscrire(annonces.RELECTEUR, annonces.relire_suspension)
        inscrire(paiements.RELECTEUR, paiements.relire_paiement)
