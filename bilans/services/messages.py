"""Messages on a bilan: who takes part; written once, told to the other side."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from bilans.models import Bilan
from bilans.regles.etats import ActeurBilan
from bilans.repondants.services.liens import liens_du_bilan
from bilans.services.avis import Lettre, prevenir_par_lien
from bilans.services.bilan import BilanVerrouille, ouvrir
from bilans.services.pieces import version_de
from habilitations.models import AffectationAgent, Utilisateur
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from portal.dossiers.models import MessageDossier
from portal.dossiers.services import avis
from portal.dossiers.services import messages as communs
from portal.dossiers.services.avis import Sujet
from portal.dossiers.services.pieces import recevoir
from portal.socle.documents import sans_orphelin
from portal.socle.refus import interdit

RELECTEUR = "bilans.message"
_ECRIVENT = frozenset(ActeurBilan) - {ActeurBilan.LECTEUR_CAF}


def ecrire_message(
    bilan_id: int,
    *,
    acteur: Acteur,
    texte: str,
    jeton: UUID,
    fichier: "UploadedFile[Any] | None" = None,
) -> MessageDossier:
    """Write to the other side about a bilan, whatever its state, with a paper if need be.

    A second click, with the same ``jeton``, writes nothing more and returns the first message.
    Raises ActionRefusee; DemandeInvalide: no text, text too long, file refused.
    """
    texte = communs.exiger_texte(texte)
    depot = recevoir(fichier, "", jeton) if fichier else None
    with sans_orphelin(), transaction.atomic():
        dossier = ouvrir(bilan_id, acteur)
        if not peut_ecrire(dossier.acteurs):
            raise interdit(
                "Les messages d’un bilan s’écrivent entre le partenaire et les agents de la Caf "
                "qui le suivent."
            )
        bilan = dossier.bilan
        message, nouveau = communs.ecrire(
            bilan,
            texte,
            jeton,
            depot,
            version=version_de(dossier),
            cote_caf=dossier.cote_caf,
            acteur=acteur,
        )
        if nouveau:
            verbe = "message_caf" if message.cote_caf else "message"
            dossier.journaliser(verbe, message=message.pk)
            _prevenir(dossier, message)
    return message


def _prevenir(dossier: BilanVerrouille, message: MessageDossier) -> None:
    """Write to the other side: who answers by a link is led back by it."""
    bilan, jour = dossier.bilan, dossier.jour
    page = reverse("bilans:messages", args=[bilan.pk])
    sujet = Sujet("le bilan", bilan.libelle, bilan.sujet, bilan.reference, page, RELECTEUR)
    avis.prevenir(bilan, message, sujet, jour, _qui_suit(bilan, jour))
    if message.cote_caf:
        phrase = f"La {bilan.caf.nom} vous a écrit un message sur le portail."
        lettre = Lettre("", "Vous avez un nouveau message", phrase)
        prevenir_par_lien(bilan, lettre, liens_du_bilan(bilan, jour).values(), message.le)


def _qui_suit(bilan: Bilan, jour: date) -> Iterable[Utilisateur]:
    """Who is told of what a commune writes, in no portfolio: who invited it or wrote to it."""
    if bilan.equipement_id is not None:
        return ()
    concernes = {
        *bilan.repondants.values_list("invite_par", flat=True),
        *bilan.messages.filter(cote_caf=True).values_list("auteur", flat=True),
    }
    affectations = AffectationAgent.objects.actives(jour).filter(
        caf=bilan.caf_id, fonction__in=FONCTIONS_INSTRUCTION, utilisateur__in=concernes
    )
    return [a.utilisateur for a in affectations.select_related("utilisateur")]


def peut_ecrire(acteurs: frozenset[str]) -> bool:
    """Tell whether somebody takes part: the partner, and whoever follows it at the Caf."""
    return bool(acteurs & _ECRIVENT)
