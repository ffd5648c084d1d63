"""Granting a right to an address: the account is opened and its person invited when need be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from celery import current_app
from django.contrib.auth.hashers import make_password
from django.db import transaction

from habilitations.liens import lien_de_mot_de_passe
from habilitations.models import Habilitation, Role, Utilisateur
from habilitations.permissions import Acteur
from habilitations.services.accord import (
    Demande,
    a_quel_titre,
    accorder,
    est_responsable,
    ouvrir_adhesion,
)
from habilitations.services.gestionnaires import en_a_perdu
from habilitations.services.lettres_de_droits import preparer_la_lettre
from portal.socle import courriels, journal
from portal.socle.refus import impossible

# By name: the task prints, and prints stand above the services.
ETABLIR = "habilitations.tasks.etablir_acte"
# Seconds in which somebody gives the other roles of the same person.
DELAI_DE_L_ACTE = 300


@dataclass(frozen=True)
class Invite:
    """Who is to hold the right, as typed; an account that exists keeps its own names."""

    email: str
    prenom: str
    nom: str
    telephone: str = ""


@dataclass(frozen=True)
class Voulu:
    """A role to grant. ``equipements``: ids, or None for all those of the partner."""

    role: str
    equipements: frozenset[int] | None
    du: date
    au: date | None = None


@transaction.atomic
def accorder_a(
    invite: Invite,
    *,
    caf_id: int,
    gestionnaire_id: int,
    role: str,
    equipements: frozenset[int] | None,
    du: date,
    au: date | None,
    acteur: Acteur,
    cosigne: bool = False,
) -> Habilitation:
    """Grant a role to whoever has this address, and write to them; the same again does nothing.

    Who never came receives a link that opens the account: it serves once, for
    PASSWORD_RESET_TIMEOUT. Raises as ``accord.accorder``; nothing is left of a refusal, the
    account neither. A partner is not told that an address is that of a closed account. Only a
    rescue (``cosigne``) names a manager at a partner that has lost its own.
    """
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    a_quel_titre(base, acteur)
    gestion = role == Role.GESTIONNAIRE_HABILITATIONS
    if gestion and not cosigne and en_a_perdu(base, acteur.jour):
        raise impossible(
            "Ce partenaire a perdu ses gestionnaires des habilitations : en nommer un autre "
            "demande deux signatures de la Caf. Utilisez « Demander un secours »."
        )
    voulu = Voulu(role, equipements, du, au)
    (droit,) = accorder_plusieurs(
        invite, [voulu], caf_id=caf_id, gestionnaire_id=gestionnaire_id, acteur=acteur
    )
    return droit


@transaction.atomic
def accorder_plusieurs(
    invite: Invite,
    voulus: Sequence[Voulu],
    *,
    caf_id: int,
    gestionnaire_id: int,
    acteur: Acteur,
) -> list[Habilitation]:
    """Grant roles to whoever has this address: all or none, told by one e-mail (``accorder_a``)."""
    a_quel_titre(ouvrir_adhesion(caf_id, gestionnaire_id), acteur)
    utilisateur, cree = _compte(invite)
    if not utilisateur.is_active and not est_responsable(caf_id, acteur):
        raise impossible(
            "Ce droit ne peut pas être accordé à cette adresse : demandez-le au responsable des "
            "habilitations de la Caf."
        )
    deja = set(utilisateur.habilitations.values_list("pk", flat=True))
    droits = [
        accorder(
            Demande(utilisateur, v.role, v.equipements, v.du, v.au),
            caf_id=caf_id,
            gestionnaire_id=gestionnaire_id,
            acteur=acteur,
        )
        for v in voulus
    ]
    if cree:
        journal.ecrire(
            "compte.ouvert",
            auteur=acteur.utilisateur,
            objet=utilisateur,
            gestionnaire_id=gestionnaire_id,
            caf_id=caf_id,
            le=acteur.maintenant,
        )
    if nouveaux := [droit for droit in droits if droit.pk not in deja]:
        _prevenir(nouveaux, acteur)
        _faire_etablir(nouveaux[0])  # its act tells those of the same day
    return droits


def _faire_etablir(droit: Habilitation) -> None:
    """Have the act that tells it made: a little later, those given next are then told with it.

    Without a queue nothing is lost: whoever holds the right asks for the act.
    """

    def demander() -> None:
        current_app.send_task(
            ETABLIR, [droit.pk], countdown=DELAI_DE_L_ACTE, retry=False, ignore_result=True
        )

    transaction.on_commit(demander, robust=True)


def _compte(invite: Invite) -> tuple[Utilisateur, bool]:
    """The account of an address, opened without a password when there is none."""
    return Utilisateur.objects.get_or_create(
        email=invite.email.strip().lower(),
        defaults={
            "prenom": invite.prenom,
            "nom": invite.nom,
            "telephone": invite.telephone,
            "password": make_password(None),
        },
    )


def _prevenir(droits: Sequence[Habilitation], acteur: Acteur) -> None:
    """Tell the person once for all these rights."""
    qui = droits[0].utilisateur
    lien = "" if qui.has_usable_password() else lien_de_mot_de_passe(qui)
    lettre = preparer_la_lettre(droits, lien, acteur.maintenant)
    lettre.save(force_insert=True)
    courriels.annoncer_apres_validation([lettre.pk])
