"""Links between an account and an identity of a directory: who may use one, and its end."""

from collections.abc import Mapping

from allauth.account.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from habilitations.identites.reglages import Annuaire, ouverts_a
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import impossible

AUTRE_CAF = "Cet annuaire dit que vous n’êtes pas de la Caf à laquelle il ouvre le portail."
PAS_AGENT = "Vous n’avez pas, ou plus, de fonction là où cet annuaire ouvre le portail."
JAMAIS_LIEE = (
    "Cette identité n’est liée à aucun compte du portail. Connectez-vous d’abord avec votre "
    "adresse et votre mot de passe, puis liez-la sur la page « Annuaire de ma Caf »."
)
A_UN_AUTRE = "Cette identité est déjà liée au compte de quelqu’un d’autre."
UNE_AUTRE = "Votre compte est déjà lié à une autre identité de cet annuaire : déliez-la d’abord."


def refus_de_la_caf(annuaire: Annuaire, dits: Mapping[str, object]) -> str:
    """Why what a directory says of somebody is not taken: it must name its own Caf, exactly."""
    valeur = dits.get(annuaire.revendication)
    dites = valeur if isinstance(valeur, list) else [valeur]
    return "" if annuaire.valeur in [str(v) for v in dites if v is not None] else AUTRE_CAF


def refus_d_entrer(annuaire: Annuaire, acteur: Acteur | None) -> str:
    """Why an identity does not open the account it is linked to; ``None``: it has no link."""
    if acteur is None:
        return JAMAIS_LIEE
    return "" if annuaire in ouverts_a(acteur) else PAS_AGENT


def refus_de_lier(annuaire: Annuaire, lien: SocialAccount, acteur: Acteur) -> str:
    """Why an identity cannot be linked to the account of this person; ``lien`` may not be saved."""
    if annuaire not in ouverts_a(acteur):
        return PAS_AGENT
    if lien.pk:
        return "" if lien.user_id == acteur.utilisateur.pk else A_UN_AUTRE
    siennes = SocialAccount.objects.filter(provider=annuaire.cle, user=acteur.utilisateur.pk)
    return UNE_AUTRE if siennes.exists() else ""


def noter_le_lien(lien: SocialAccount) -> None:
    """Tell the journal that an identity now opens an account."""
    _ecrire("compte.annuaire_lie", lien.user, lien.provider)


@transaction.atomic
def delier(annuaire: Annuaire, *, acteur: Acteur) -> None:
    """End the link of this person, and tell them by e-mail; without one, nothing happens.

    Refused to who has no password: nothing would open their account any more.
    """
    qui = acteur.utilisateur
    liens = SocialAccount.objects.select_for_update().filter(provider=annuaire.cle, user=qui.pk)
    if not liens:
        return
    if not qui.has_usable_password():
        raise impossible("Choisissez d’abord un mot de passe, par « Mot de passe oublié ».")
    liens.delete()
    _ecrire("compte.annuaire_delie", qui, annuaire.cle)
    get_adapter().send_notification_mail(
        "socialaccount/email/account_disconnected", qui, {"nom": annuaire.nom}
    )


def _ecrire(action: str, qui: Utilisateur, cle: str) -> None:
    journal.ecrire(action, auteur=qui, objet=qui, details={"annuaire": cle})
