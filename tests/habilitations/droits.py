"""The right of a person who has one."""

from habilitations.models import Habilitation


def droit_de(personne) -> Habilitation:
    return Habilitation.objects.get(utilisateur=personne)
