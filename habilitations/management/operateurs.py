"""On whose behalf a command acts: an operator names a Caf, and a person who may."""

from django.core.management.base import CommandError
from django.utils import timezone

from habilitations.models import Caf, Utilisateur
from habilitations.permissions import Acteur


def caf_de(code: str) -> Caf:
    caf = Caf.objects.filter(code=code).first()
    if caf is None:
        raise CommandError(f"Aucune Caf n’a le code {code}.")
    return caf


def responsable(email: str) -> Acteur:
    """The person with this address, now; services say whether they may act."""
    personne = Utilisateur.objects.filter(email=email.strip().lower(), is_active=True).first()
    if personne is None:
        raise CommandError("Nommez par --par un responsable des habilitations, par son adresse.")
    return Acteur(personne, timezone.now())
