from django.apps import AppConfig


class SubventionsConfig(AppConfig):
    name = "subventions"
    verbose_name = "Subventions"

    def ready(self) -> None:
        from habilitations.services import papiers
        from portal.socle.relecture import inscrire
        from subventions.diagnostics.services import annonces as diagnostics
        from subventions.diagnostics.services import en_cours
        from subventions.droits.presentation import lettres as lettres_de_droit
        from subventions.droits.services import annonces as decisions
        from subventions.droits.services import mouvements
        from subventions.paiements.presentation import lettres as lettres_d_indu
        from subventions.paiements.services import annonces as paiements
        from subventions.paiements.services import annonces_lots as lots
        from subventions.paiements.services import echeancier
        from subventions.propositions.sources import inscrire as repondre_des_estimations
        from subventions.services import annonces

        inscrire(diagnostics.RELECTEUR, diagnostics.relire_annonce)
        repondre_des_estimations(en_cours.NOM, en_cours.SOURCE)
        inscrire(annonces.RELECTEUR, annonces.relire_suspension)
        inscrire(decisions.RELECTEUR, decisions.relire_decision)
        inscrire(paiements.RELECTEUR, paiements.relire_paiement)
        inscrire(lots.RELECTEUR, lots.relire_lot)
        mouvements.inscrire(echeancier.mouvements)
        papiers.inscrire(lettres_de_droit.NOM, lettres_de_droit.lettre_inscrite)
        papiers.inscrire(lettres_d_indu.NOM, lettres_d_indu.lettre_inscrite)
