from django.apps import AppConfig


class SubventionsConfig(AppConfig):
    name = "subventions"
    verbose_name = "Subventions"

    def ready(self) -> None:
        from portal.socle.relecture import inscrire
        from subventions.droits.services import annonces as decisions
        from subventions.paiements.services import annonces as paiements
        from subventions.services import annonces

        inscrire(annonces.RELECTEUR, annonces.relire_suspension)
        inscrire(decisions.RELECTEUR, decisions.relire_decision)
        inscrire(paiements.RELECTEUR, paiements.relire_paiement)
