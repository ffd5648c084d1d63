"""Messages on a declaration: written once, told to the other side."""

from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from declarations.models import Declaration
from declarations.regles.etats import ActeurDossier
from declarations.services.avis import prevenir
from declarations.services.dossier import DossierVerrouille, ouvrir
from habilitations.models import Fonction
from habilitations.permissions import Acteur
from portal.dossiers.models import MessageDossier
from portal.dossiers.models.messages import LONGUEUR_MESSAGE
from portal.dossiers.services import pieces
from portal.dossiers.services.pieces import Place
from portal.socle.documents import sans_orphelin
from portal.socle.refus import DemandeInvalide, interdit

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
    texte = _exiger_texte(texte)
    depot = pieces.recevoir(fichier, "", jeton) if fichier else None
    with sans_orphelin(), transaction.atomic():
        dossier = ouvrir(declaration_id, acteur)
        declaration = dossier.declaration
        _exiger_de_la_conversation(dossier)
        cote_caf = dossier.cote_caf
        deja = declaration.messages.filter(auteur=acteur.utilisateur, jeton=jeton).first()
        if deja and deja.texte == texte:
            return deja
        message = MessageDossier.objects.create(
            dossier=declaration,
            auteur=acteur.utilisateur,
            # The page found again by « back » holds the same token: what is new is not lost.
            jeton=uuid4() if deja else jeton,
            texte=texte,
            cote_caf=cote_caf,
            le=dossier.maintenant,
        )
        if depot:
            place = Place(dossier.version.numero, cote_caf, message=message)
            pieces.joindre(declaration, depot, place, acteur=acteur)
        verbe = "message_caf" if cote_caf else "message"
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


def _exiger_texte(texte: str) -> str:
    propre = texte.replace("\r\n", "\n").strip()
    if not propre:
        raise DemandeInvalide("texte", "Écrivez votre message.")
    if len(propre) > LONGUEUR_MESSAGE:
        raise DemandeInvalide(
            "texte", f"Votre message dépasse {LONGUEUR_MESSAGE} caractères : raccourcissez-le."
        )
    return propre
