"""Personal links of adhesion files, as a partner's person receives and opens them."""

import re

from django.urls import reverse

from habilitations.adhesions.services import invitations
from habilitations.models import DossierAdhesion, InvitationAdhesion, Utilisateur
from portal.socle.models import Courriel
from tests.habilitations.adhesions.dossiers import DEMANDE
from tests.monde import Monde, acteur, personne

CONNEXION = "allauth.account.auth_backends.AuthenticationBackend"


def envoye(
    monde: Monde, dossier: DossierAdhesion, courriel: str = DEMANDE.courriel
) -> InvitationAdhesion:
    return invitations.envoyer(dossier.pk, courriel=courriel, acteur=acteur(monde.responsable))


def jeton_recu() -> str:
    """What the last e-mail with a link bears."""
    texte = Courriel.objects.filter(relecteur=invitations.RELECTEUR).latest("pk").texte
    trouve = re.search(r"/adhesions/rejoindre/([^/]+)/", texte)
    assert trouve
    return trouve[1]


def lien_recu() -> str:
    return reverse("adhesions:rejoindre", args=[jeton_recu()])


def suivi_par(
    monde: Monde, dossier: DossierAdhesion, qui: Utilisateur | None = None
) -> Utilisateur:
    """Have somebody follow a file for the partner, by the link sent to their address."""
    qui = qui or personne("presidente", "Paule", "Présidente")
    envoye(monde, dossier, qui.email)
    invitations.rattacher(jeton_recu(), acteur=acteur(qui))
    return qui
