from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "declarations"
    verbose_name = "Déclarations"

    def ready(self) -> None:
        from declarations.presentation import attendus
        from declarations.presentation.montants import lisent_les_montants
        from declarations.services import avis, en_cours, nouvelles, recepisses, sans_objet
        from portal.dossiers.attendus import inscrire as repondre_des_attendus
        from portal.dossiers.recepisses import inscrire as repondre_des_recepisses
        from portal.socle.relecture import inscrire
        from subventions.droits.services.lecteurs import inscrire as repondre_des_lecteurs
        from subventions.droits.services.sans_objet import inscrire as repondre_des_sans_objet
        from subventions.propositions.sources import inscrire as repondre_des_estimations

        inscrire(nouvelles.RELECTEUR, nouvelles.relire_nouvelle)
        inscrire(avis.RELECTEUR, avis.relire_avis)
        repondre_des_attendus(attendus.NOM, attendus.SOURCE)
        repondre_des_recepisses(recepisses.NOM, recepisses.verifier)
        repondre_des_lecteurs(lisent_les_montants)
        repondre_des_sans_objet(sans_objet.natures_sans_objet)
        repondre_des_estimations(en_cours.NOM, en_cours.SOURCE)
