"""Messages of a file of any kind: written once, read by each person for themselves.

Each kind says who takes part, tells the act in its journal and warns the other side.
"""

from uuid import UUID, uuid4

from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier, LectureMessages, MessageDossier
from portal.dossiers.models.messages import LONGUEUR_MESSAGE
from portal.dossiers.services import pieces
from portal.dossiers.services.pieces import Depot, Place
from portal.socle.refus import DemandeInvalide


def exiger_texte(texte: str) -> str:
    """The text as it is kept. Raises DemandeInvalide: none, or too long."""
    propre = texte.replace("\r\n", "\n").strip()
    if not propre:
        raise DemandeInvalide("texte", "Écrivez votre message.")
    if len(propre) > LONGUEUR_MESSAGE:
        raise DemandeInvalide(
            "texte", f"Votre message dépasse {LONGUEUR_MESSAGE} caractères : raccourcissez-le."
        )
    return propre


def ecrire(
    dossier: Dossier,
    texte: str,
    jeton: UUID,
    depot: Depot | None,
    *,
    version: int,
    cote_caf: bool,
    acteur: Acteur,
) -> tuple[MessageDossier, bool]:
    """Write to the other side, with a paper if need be; tell whether the message is new.

    A second click, with the same ``jeton``, writes nothing more. To be called on a file that the
    caller has locked, within ``documents.sans_orphelin``. Raises DemandeInvalide: no room.
    """
    deja = dossier.messages.filter(auteur=acteur.utilisateur, jeton=jeton).first()
    if deja and deja.texte == texte:
        return deja, False
    message = MessageDossier.objects.create(
        dossier=dossier,
        auteur=acteur.utilisateur,
        # The page found again by « back » holds the same token: what is new is not lost.
        jeton=uuid4() if deja else jeton,
        texte=texte,
        cote_caf=cote_caf,
        le=acteur.maintenant,
    )
    if depot:
        pieces.joindre(dossier, depot, Place(version, cote_caf, message=message), acteur=acteur)
    return message, True


def marquer_lus(dossier: Dossier, utilisateur: Utilisateur, jusqu_a: int) -> None:
    """Note that this person has read the messages of a file up to one; never goes back."""
    lecture, nouvelle = LectureMessages.objects.get_or_create(
        utilisateur=utilisateur, dossier=dossier, defaults={"jusqu_a": jusqu_a}
    )
    if not nouvelle:
        LectureMessages.objects.filter(pk=lecture.pk, jusqu_a__lt=jusqu_a).update(jusqu_a=jusqu_a)
