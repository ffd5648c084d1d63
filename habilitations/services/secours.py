"""Rescue of a partner that has lost its only manager: asked by one agent, signed by a second."""

from datetime import timedelta

from django.db import transaction

from habilitations.models import Adhesion, AffectationAgent, Fonction, Role, Secours, Utilisateur
from habilitations.models.droits import FONCTIONS_EQUIPEMENTS
from habilitations.models.reglages import reglages_de
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable, ouvrir_adhesion
from habilitations.services.gestionnaires import en_a_perdu
from habilitations.services.invitations import Invite, accorder_a
from habilitations.services.secours_lettres import prevenir_les_cosignataires
from portal.socle import journal
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible, interdit

PAS_PERDU = (
    "Ce partenaire n’a pas perdu ses gestionnaires des habilitations : accordez ce rôle "
    "directement, sur sa page."
)


@transaction.atomic
def demander_secours(
    invite: Invite, *, caf_id: int, gestionnaire_id: int, motif: str, acteur: Acteur
) -> Secours:
    """Propose a manager, which nothing grants until another agent signs; again, the one there is.

    One that expired is closed, and another takes its place. Raises ActionRefusee (not the Caf's
    responsable; the partner has a manager, or never had one; adhesion not in force),
    DemandeInvalide, Adhesion.DoesNotExist.
    """
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    if not est_responsable(base.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf demande un secours.")
    if not en_a_perdu(base, acteur.jour):
        raise impossible(PAS_PERDU)
    email = invite.email.strip().lower()
    if email == acteur.utilisateur.email:
        raise DemandeInvalide("email", "Vous ne pouvez pas vous nommer vous-même.")
    motif = exiger_motif(motif, "Dites pourquoi, et comment vous avez vérifié cette personne.")
    deja = Secours.objects.ouverts().filter(base=base).select_for_update(no_key=True).first()
    if deja and not deja.a_expire(acteur.maintenant):
        if (deja.email, deja.demande_par_id) == (email, acteur.utilisateur.pk):
            exiger_le_meme(motif, deja.motif, "Ce secours est déjà demandé.")
            return deja
        raise impossible("Un secours attend déjà sa seconde signature chez ce partenaire.")
    if deja:
        _clore(deja, "Le délai pour cosigner est passé.", acteur)
    secours = Secours.objects.create(
        base=base,
        email=email,
        prenom=invite.prenom,
        nom=invite.nom,
        telephone=invite.telephone,
        motif=motif,
        demande_par=acteur.utilisateur,
        demande_le=acteur.maintenant,
        expire_le=acteur.maintenant + timedelta(hours=reglages_de(base.caf_id).secours_heures),
    )
    _raconter("secours.demande", secours, acteur, motif)
    prevenir_les_cosignataires(secours, cosignataires(secours, acteur))
    return secours


@transaction.atomic
def cosigner_secours(secours_id: int, *, acteur: Acteur) -> Secours:
    """Sign in second: the person becomes manager, by a right that the first agent grants.

    The same again changes nothing. Raises ActionRefusee (not an agent of the Caf; who asked, or
    whom it names; expired, refused; the first one is no longer responsable; a manager was named
    meanwhile), Secours.DoesNotExist.
    """
    secours = _ouvrir(secours_id, acteur)
    if acteur.utilisateur.pk == secours.demande_par_id:
        raise interdit("Vous avez demandé ce secours : une autre personne de la Caf le cosigne.")
    if acteur.utilisateur.email == secours.email:
        raise interdit("Ce secours vous nomme : une autre personne de la Caf le cosigne.")
    if secours.cosigne_le and secours.cosigne_par_id == acteur.utilisateur.pk:
        return secours
    _exiger_ouvert(secours)
    if secours.a_expire(acteur.maintenant):
        raise impossible("Le délai pour cosigner ce secours est passé : demandez-en un autre.")
    demandeur = Acteur(secours.demande_par, acteur.maintenant)
    if not est_responsable(secours.base.caf_id, demandeur):
        raise impossible(f"{secours.demande_par} n’est plus responsable des habilitations.")
    if not en_a_perdu(secours.base, acteur.jour):
        raise impossible("Un gestionnaire des habilitations a été nommé entre-temps.")
    secours.droit = accorder_a(
        Invite(secours.email, secours.prenom, secours.nom, secours.telephone),
        caf_id=secours.base.caf_id,
        gestionnaire_id=secours.base.gestionnaire_id,
        role=Role.GESTIONNAIRE_HABILITATIONS,
        equipements=None,
        du=acteur.jour,
        au=None,
        acteur=demandeur,
        cosigne=True,
    )
    secours.cosigne_par, secours.cosigne_le = acteur.utilisateur, acteur.maintenant
    secours.save(update_fields=["droit", "cosigne_par", "cosigne_le"])
    _raconter("secours.cosigne", secours, acteur)
    return secours


@transaction.atomic
def refuser_secours(secours_id: int, *, motif: str, acteur: Acteur) -> Secours:
    """Refuse to sign, or for who asked give it up; again, no effect.

    Raises ActionRefusee (not an agent of the Caf; co-signed), DemandeInvalide,
    Secours.DoesNotExist.
    """
    secours = _ouvrir(secours_id, acteur)
    if secours.refuse_le:
        exiger_le_meme(motif, secours.refuse_motif, "Ce secours a déjà été refusé.")
        return secours
    _exiger_ouvert(secours)
    _clore(secours, exiger_motif(motif, "Indiquez le motif de ce refus."), acteur)
    return secours


def cosignataires(secours: Secours, acteur: Acteur) -> list[Utilisateur]:
    """Who is written to: the other responsables of the Caf, else those who follow the partner."""
    agents = AffectationAgent.objects.actives(acteur.jour).filter(caf=secours.base.caf_id)
    autres = agents.exclude(utilisateur__in=[secours.demande_par_id]).select_related("utilisateur")
    responsables = autres.filter(fonction=Fonction.RESPONSABLE_HABILITATIONS)
    suivent = autres.filter(
        fonction=Fonction.GESTIONNAIRE_CONSEIL,
        utilisateur__portefeuilles__equipements__gestionnaire=secours.base.gestionnaire_id,
    )
    choisis = list(responsables) or list(suivent.distinct())
    return list(dict.fromkeys(a.utilisateur for a in choisis))


def _ouvrir(secours_id: int, acteur: Acteur) -> Secours:
    """Lock a rescue, then its partner. Raises ActionRefusee for who is no agent of its Caf."""
    secours = (
        Secours.objects.select_related("base__caf", "base__gestionnaire", "demande_par")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=secours_id)
    )
    if secours.base.caf_id not in acteur.cafs_comme(FONCTIONS_EQUIPEMENTS):
        raise interdit("Seul un agent de la Caf cosigne ou refuse un secours.")
    Adhesion.objects.select_for_update(no_key=True).get(pk=secours.base_id)
    return secours


def _exiger_ouvert(secours: Secours) -> None:
    if secours.cosigne_le:
        raise impossible(f"Ce secours a été cosigné par {secours.cosigne_par}.")
    if secours.refuse_le:
        raise impossible("Ce secours a été refusé.")


def _clore(secours: Secours, motif: str, acteur: Acteur) -> None:
    secours.refuse_par, secours.refuse_le = acteur.utilisateur, acteur.maintenant
    secours.refuse_motif = motif
    secours.save(update_fields=["refuse_par", "refuse_le", "refuse_motif"])
    _raconter("secours.refuse", secours, acteur, motif)


def _raconter(action: str, secours: Secours, acteur: Acteur, motif: str = "") -> None:
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=secours,
        gestionnaire_id=secours.base.gestionnaire_id,
        caf_id=secours.base.caf_id,
        motif=motif,
        details={
            "pour": secours.email,
            "demande_par": secours.demande_par_id,
            "droit": secours.droit_id,
        },
        le=acteur.maintenant,
    )
