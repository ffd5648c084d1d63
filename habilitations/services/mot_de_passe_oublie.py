"""« Mot de passe oublié »: the same work whether or not an account has the address.

The page keeps one e-mail, without a word in it; who it is for is looked at by the worker alone, as
it leaves. So neither the answer nor the time it takes tells whether somebody has an account here,
and nothing is ever sent to an address that nobody has.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from habilitations.liens import OUBLIE, lien_de_mot_de_passe
from habilitations.models import Utilisateur
from portal.socle import courriels
from portal.socle.models import Courriel
from portal.socle.portee import au_nom_du_systeme
from portal.socle.relecture import Relu, Retire, Verdict

GABARIT = "account/email/password_reset_key"
# Asked for more often, by whoever it is, links stop coming until the day has passed (H).
PAR_JOUR = 5
# Somebody who waits for a link longer than that asks for another one.
ATTENTE_MAX = timedelta(days=1)
SANS_COMPTE = "Personne n’a de compte ouvert à cette adresse."
TROP_TARD = "Le lien était demandé depuis plus d’un jour : il faut le redemander."


@au_nom_du_systeme("compter ce qu’une adresse a déjà demandé")
def demander_un_lien(adresse: str) -> None:
    """Keep what will choose a new password at this address, PAR_JOUR times a day at most."""
    adresse, maintenant = adresse.strip().lower(), timezone.now()
    demandes = Courriel.objects.filter(
        destinataire=adresse, relecteur=OUBLIE, cree_le__gt=maintenant - timedelta(days=1)
    )
    if demandes.count() >= PAR_JOUR:
        return
    courriels.deposer(
        adresse,
        _objet(),
        "",
        confidentiel=not settings.DEMO,
        relecteur=OUBLIE,
        maintenant=maintenant,
    )


def relire_demande(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Write the link for who has the address at this moment; nobody, or too late: withdrawn."""
    if maintenant - courriel.cree_le > ATTENTE_MAX:
        return Retire(TROP_TARD)
    qui = Utilisateur.objects.filter(email=courriel.destinataire, is_active=True).first()
    if qui is None:
        return Retire(SANS_COMPTE)
    texte = render_to_string(
        f"{GABARIT}_message.txt", {"password_reset_url": lien_de_mot_de_passe(qui)}
    )
    return Relu(qui.email, _objet(), texte)


def _objet() -> str:
    mots = render_to_string(f"{GABARIT}_subject.txt").strip()
    return f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{mots}"
