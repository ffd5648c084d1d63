from django.apps import AppConfig


class HabilitationsConfig(AppConfig):
    name = "habilitations"
    verbose_name = "Habilitations"

    def ready(self) -> None:
        from habilitations import comptes, liens
        from habilitations.adhesions.services import invitations, rappels
        from habilitations.revues.services import lettres
        from habilitations.services.mot_de_passe_oublie import relire_demande
        from portal.socle.relecture import inscrire

        inscrire(liens.RELECTEUR, comptes.relire_lien)
        inscrire(liens.OUBLIE, relire_demande)
        inscrire(invitations.RELECTEUR, invitations.relire_invitation)
        inscrire(rappels.RELECTEUR, rappels.relire_rappel)
        inscrire(lettres.RELECTEUR, lettres.relire)
