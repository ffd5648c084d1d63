"""Selections that somebody keeps under a name, to find them again as they were."""

from django.db import IntegrityError, transaction

from bilans.models import VueAnalyse
from habilitations.permissions import Acteur
from portal.socle.refus import DemandeInvalide


def enregistrer_vue(nom: str, adresse: str, *, acteur: Acteur) -> VueAnalyse:
    """Keep a page with its selection.

    Raises DemandeInvalide when this person has another view of that name.
    """
    try:
        with transaction.atomic():
            return VueAnalyse.objects.create(
                proprietaire=acteur.utilisateur,
                nom=nom,
                adresse=adresse,
                cree_le=acteur.maintenant,
            )
    except IntegrityError:
        message = "Vous avez déjà une vue de ce nom : choisissez-en un autre."
        raise DemandeInvalide("nom", message) from None


def supprimer_vue(vue_id: int, *, acteur: Acteur) -> bool:
    """Forget a selection of this person's; return whether there was one."""
    supprimees, _ = VueAnalyse.objects.filter(pk=vue_id, proprietaire=acteur.utilisateur).delete()
    return bool(supprimees)
