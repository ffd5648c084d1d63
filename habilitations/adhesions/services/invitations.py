"""The personal link of a partner's representative: sent, sent again, revoked, used once.

What the link bears is kept nowhere, its hash is. Whatever is wrong with it, the answer is the same:
a forged link learns nothing, neither does one that is over, replaced, used, or somebody else's.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from habilitations.adhesions.models import DossierAdhesion, InvitationAdhesion
from habilitations.adhesions.services.acces import exiger_ouvert, raconter, verrouiller
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.socle import courriels
from portal.socle.models import Courriel
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible
from portal.socle.relecture import Retire, Verdict, tel_quel

# Who reads the e-mail again as it leaves (portal.socle.relecture).
RELECTEUR = "habilitations.adhesion"
VALIDITE = timedelta(hours=72)
# A second click sends nothing more.
INTERVALLE = timedelta(minutes=1)
REMPLACE = "Un autre lien a été envoyé."
REFUSE = "Ce lien n’ouvre rien."


@transaction.atomic
def envoyer(dossier_id: int, *, courriel: str, acteur: Acteur) -> InvitationAdhesion:
    """Write a personal link to an address; the one that was waiting opens nothing any more.

    The same again within a minute sends nothing more. Raises ActionRefusee (not the responsable,
    closed), DemandeInvalide (address), DossierAdhesion.DoesNotExist.
    """
    dossier = verrouiller(dossier_id, acteur)
    exiger_ouvert(dossier)
    courriel = courriel.strip().lower()
    try:
        validate_email(courriel)
    except ValidationError:
        raise DemandeInvalide("courriel", "Écrivez une adresse électronique complète.") from None
    en_attente = dossier.invitations.filter(utilisee_le=None, revoquee_le=None).first()
    if en_attente:
        depuis = acteur.maintenant - en_attente.envoyee_le
        if en_attente.courriel == courriel and depuis < INTERVALLE:
            return en_attente
        _revoquer(en_attente, REMPLACE, acteur)
    jeton = secrets.token_urlsafe(32)
    invitation = InvitationAdhesion.objects.create(
        dossier=dossier,
        courriel=courriel,
        empreinte=empreinte(jeton),
        envoyee_par=acteur.utilisateur,
        envoyee_le=acteur.maintenant,
        expire_le=acteur.maintenant + VALIDITE,
    )
    _ecrire(invitation, jeton)
    raconter("adhesion.lien_envoye", dossier, acteur, invitation=invitation.pk)
    return invitation


@transaction.atomic
def revoquer(
    dossier_id: int, invitation_id: int, *, motif: str, acteur: Acteur
) -> InvitationAdhesion:
    """Close a link: it opens nothing, and who came by it no longer reads the file.

    Again, no effect. What they did stays. Raises ActionRefusee (not the responsable),
    DemandeInvalide, DossierAdhesion.DoesNotExist, InvitationAdhesion.DoesNotExist.
    """
    dossier = verrouiller(dossier_id, acteur)
    invitation = dossier.invitations.get(pk=invitation_id)
    motif = exiger_motif(motif, "Indiquez pourquoi ce lien est révoqué.")
    if invitation.revoquee_le:
        exiger_le_meme(motif, invitation.revoquee_motif, "Ce lien est déjà révoqué.")
        return invitation
    _revoquer(invitation, motif, acteur)
    raconter("adhesion.lien_revoque", dossier, acteur, motif=motif, invitation=invitation.pk)
    return invitation


def lire_lien(jeton: str, acteur: Acteur | None, maintenant: datetime) -> InvitationAdhesion | None:
    """What a link opens for this person, logged in or not; None when it is nothing.

    Logged in, the account must bear the address that was written to, and be no agent's: a link
    passed on opens nothing, and an address alone neither.
    """
    valables = InvitationAdhesion.objects.valables(maintenant).select_related(
        "dossier__caf", "dossier__gestionnaire"
    )
    invitation = valables.filter(empreinte=empreinte(jeton)).first()
    if invitation is None or (acteur and not _est_destinataire(invitation, acteur)):
        return None
    return invitation


def deja_servie(jeton: str, acteur: Acteur) -> DossierAdhesion | None:
    """The file that this very person has joined by this link, when they open it again."""
    siennes = InvitationAdhesion.objects.qui_donnent_a_voir().filter(
        empreinte=empreinte(jeton), utilisateur=acteur.utilisateur
    )
    invitation = siennes.select_related("dossier").first()
    return invitation.dossier if invitation else None


def a_un_compte(courriel: str) -> bool:
    """Tell who holds the link sent to an address whether they must log in rather than sign up."""
    return Utilisateur.objects.filter(email=courriel).exists()


@transaction.atomic
def rattacher(jeton: str, *, acteur: Acteur) -> DossierAdhesion:
    """Have the account of whoever is logged in follow the file; again, no effect.

    Raises ActionRefusee: the link opens nothing for this person.
    """
    if deja := deja_servie(jeton, acteur):
        return deja
    invitation = _consommable(jeton, acteur.maintenant)
    if invitation is None or not _est_destinataire(invitation, acteur):
        raise impossible(REFUSE)
    return _servir(invitation, acteur)


@transaction.atomic
def ouvrir_un_compte(
    jeton: str, *, prenom: str, nom: str, telephone: str, mot_de_passe: str, maintenant: datetime
) -> Utilisateur:
    """Open an account at the address that the link was sent to, which then follows the file.

    Raises ActionRefusee: the link opens nothing, or the address has an account, which logs in.
    """
    invitation = _consommable(jeton, maintenant)
    if invitation is None or a_un_compte(invitation.courriel):
        raise impossible(REFUSE)
    utilisateur = Utilisateur.objects.create_user(
        invitation.courriel, mot_de_passe, prenom=prenom, nom=nom, telephone=telephone
    )
    acteur = Acteur(utilisateur, maintenant)
    raconter("compte.ouvert", invitation.dossier, acteur, compte=utilisateur.pk)
    _servir(invitation, acteur)
    return utilisateur


def relire_invitation(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw a link that opens nothing any more: used, replaced, revoked, over; file closed."""
    valables = InvitationAdhesion.objects.valables(maintenant)
    if valables.filter(pk=courriel.parametres["invitation"]).exists():
        return tel_quel(courriel)
    return Retire(
        "Le lien n’était plus valable au moment de l’envoi : il faut en envoyer un autre."
    )


def empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode()).hexdigest()


def _consommable(jeton: str, maintenant: datetime) -> InvitationAdhesion | None:
    """Lock a link that may serve now: of two at once, one alone has it."""
    dit = empreinte(jeton)
    visee = InvitationAdhesion.objects.filter(empreinte=dit).values_list("dossier_id").first()
    if visee is None:
        return None
    # The file first, as every act of the Caf on its links does; then the link as it has become.
    DossierAdhesion.objects.select_for_update(no_key=True).get(pk=visee[0])
    valables = InvitationAdhesion.objects.valables(maintenant).select_related(
        "dossier__caf", "dossier__gestionnaire"
    )
    return valables.filter(empreinte=dit).first()


def _est_destinataire(invitation: InvitationAdhesion, acteur: Acteur) -> bool:
    return acteur.utilisateur.email == invitation.courriel and not acteur.est_agent


def _servir(invitation: InvitationAdhesion, acteur: Acteur) -> DossierAdhesion:
    invitation.utilisateur, invitation.utilisee_le = acteur.utilisateur, acteur.maintenant
    invitation.save(update_fields=["utilisateur", "utilisee_le"])
    raconter("adhesion.lien_ouvert", invitation.dossier, acteur, invitation=invitation.pk)
    return invitation.dossier


def _revoquer(invitation: InvitationAdhesion, motif: str, acteur: Acteur) -> None:
    invitation.revoquee_le, invitation.revoquee_par = acteur.maintenant, acteur.utilisateur
    invitation.revoquee_motif = motif
    invitation.save(update_fields=["revoquee_le", "revoquee_par", "revoquee_motif"])


def _ecrire(invitation: InvitationAdhesion, jeton: str) -> None:
    dossier = invitation.dossier
    contexte = {
        "dossier": dossier,
        "lien": settings.ADRESSE_PUBLIQUE.rstrip("/")
        + reverse("adhesions:rejoindre", args=[jeton]),
        "heures": VALIDITE // timedelta(hours=1),
        "expire_le": invitation.expire_le,
    }
    texte, html = courriels.rendre("invitation_adhesion", contexte)
    courriels.deposer(
        invitation.courriel,
        f"{dossier.caf} : votre adhésion au portail partenaires",
        texte,
        html=html,
        concerne=dossier,
        gestionnaire_id=dossier.gestionnaire_id,
        caf_id=dossier.caf_id,
        confidentiel=not settings.DEMO,
        relecteur=RELECTEUR,
        parametres={"invitation": invitation.pk},
        maintenant=invitation.envoyee_le,
    )
