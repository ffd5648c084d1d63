"""Messages on a declaration: who takes part; written once, told to the other side."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from declarations.models import Declaration
from declarations.regles.etats import ActeurDossier
from declarations.services.avis import prevenir
from declarations.services.dossier import DossierVerrouille, ouvrir
from habilitations.models import Fonction
from habilitations.permissions import Acteur
from portal.dossiers.models import MessageDossier
from portal.dossiers.services import messages as communs
from portal.dossiers.services.pieces import recevoir
from portal.socle.documents import sans_orphelin
from portal.socle.refus import interdit

_ECRIVENT = frozenset(ActeurDossier) - {ActeurDossier.LECTEUR_CAF}


def ecrire_message(
    declaration_id: int,
    *,
    acteur: Acteur,
    texte: str,
    jeton: UUID,
    fichier: "UploadedFile[Any] | None" = None,
) -> MessageDossier:
    """Write to the other side about a file, whatever its state, with a paper if need be.

    The other side is told by e-mail that a message waits.
    A second click, with the same ``jeton``, writes nothing more and returns the first message.
    Raises ActionRefusee; DemandeInvalide: no text, text too long, file refused.
    """
    texte = communs.exiger_texte(texte)
    depot = recevoir(fichier, "", jeton) if fichier else None
    with sans_orphelin(), transaction.atomic():
        dossier = ouvrir(declaration_id, acteur)
        _exiger_de_la_conversation(dossier)
        message, nouveau = communs.ecrire(
            dossier.declaration,
            texte,
            jeton,
            depot,
            version=dossier.version.numero,
            cote_caf=dossier.cote_caf,
            acteur=acteur,
        )
        if nouveau:
            verbe = "message_caf" if message.cote_caf else "message"
            dossier.journaliser(verbe, message=message.pk)
            prevenir(dossier, message)
    return message


def _exiger_de_la_conversation(dossier: DossierVerrouille) -> None:
    """Refuse whoever takes no part in it."""
    if not peut_ecrire(dossier.acteur, dossier.acteurs, dossier.declaration):
        raise interdit(
            "Les messages de ce dossier s’écrivent entre le partenaire, son gestionnaire conseil "
            "et le chargé de conseil et de développement."
        )


def peut_ecrire(acteur: Acteur, acteurs: frozenset[str], declaration: Declaration) -> bool:
    """Tell whether this person takes part: the partner, the adviser or substitute, the CCD."""
    fonctions = acteur.fonctions_sur(declaration.equipement)
    return bool(acteurs & _ECRIVENT) or Fonction.CHARGE_CONSEIL in fonctions
