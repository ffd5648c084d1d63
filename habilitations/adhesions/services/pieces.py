"""Papers of an adhesion: received, accepted, refused with a reason."""

from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.models import DossierAdhesion, PieceAdhesion
from habilitations.adhesions.services.acces import (
    exiger_ouvert,
    raconter,
    verrouiller,
    verrouiller_a_deux,
)
from habilitations.adhesions.services.nouvelles import prevenir
from habilitations.permissions import Acteur
from portal.socle import documents
from portal.socle.contenus import FichierRefuse
from portal.socle.models import Document
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible


def recevoir(
    dossier_id: int, genre: str, *, fichier: "UploadedFile[Any]", jeton: UUID, acteur: Acteur
) -> PieceAdhesion:
    """Keep a paper of a kind that the file awaits; a second click gives the first one.

    By the partner's person who follows the file, or by the Caf, which received it on paper. Raises
    ActionRefusee (neither of them, closed, kind not awaited, one is there already),
    DemandeInvalide (the file itself, the one refused before), DossierAdhesion.DoesNotExist.
    """
    try:
        examen = documents.examiner(fichier)  # before anything is locked: it may take a while
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None
    with documents.sans_orphelin(), transaction.atomic():
        dossier = verrouiller_a_deux(dossier_id, acteur)
        deja = dossier.pieces.filter(recue_par=acteur.utilisateur, jeton=jeton, genre=genre).first()
        if deja and deja.document.sha256 == examen.sha256:
            return deja
        exiger_ouvert(dossier)
        _exiger_attendue(dossier, genre, examen.sha256)
        piece = PieceAdhesion.objects.create(
            dossier=dossier,
            genre=genre,
            document=_garder(examen, dossier, acteur),
            jeton=_jeton_libre(dossier, jeton, acteur),
            recue_par=acteur.utilisateur,
            recue_le=acteur.maintenant,
        )
        raconter("adhesion.piece_recue", dossier, acteur, genre=genre, sha256=examen.sha256)
    return piece


@transaction.atomic
def accepter(dossier_id: int, piece_id: int, *, acteur: Acteur) -> PieceAdhesion:
    """Accept a paper; again, no effect.

    Raises ActionRefusee (not the responsable, closed, refused already),
    DossierAdhesion.DoesNotExist, PieceAdhesion.DoesNotExist.
    """
    dossier, piece = _ouvrir(dossier_id, piece_id, acteur)
    if piece.decision == PieceAdhesion.Decision.ACCEPTEE:
        return piece
    exiger_ouvert(dossier)
    if piece.decision == PieceAdhesion.Decision.REFUSEE:
        raise impossible("Cette pièce a été refusée : déposez celle qui la remplace.")
    _decider(piece, PieceAdhesion.Decision.ACCEPTEE, "", acteur)
    raconter("adhesion.piece_acceptee", dossier, acteur, genre=piece.genre, piece=piece.pk)
    return piece


@transaction.atomic
def refuser(dossier_id: int, piece_id: int, *, motif: str, acteur: Acteur) -> PieceAdhesion:
    """Refuse a paper, accepted or not, while the file is open; again, no effect.

    Raises ActionRefusee (not the responsable, closed), DemandeInvalide (a reason that says
    nothing), DossierAdhesion.DoesNotExist, PieceAdhesion.DoesNotExist.
    """
    dossier, piece = _ouvrir(dossier_id, piece_id, acteur)
    motif = exiger_motif(motif, "Indiquez ce que le partenaire doit reprendre.")
    if piece.decision == PieceAdhesion.Decision.REFUSEE:
        exiger_le_meme(motif, piece.motif, "Cette pièce est déjà refusée.")
        return piece
    exiger_ouvert(dossier)
    _decider(piece, PieceAdhesion.Decision.REFUSEE, motif, acteur)
    raconter(
        "adhesion.piece_refusee", dossier, acteur, motif=motif, genre=piece.genre, piece=piece.pk
    )
    libelle = genres()[piece.genre].libelle
    objet = f"{dossier.caf} : une pièce est à reprendre ({libelle})"
    prevenir(dossier, "piece_refusee", objet, acteur, piece=libelle, motif=motif)
    return piece


def _ouvrir(
    dossier_id: int, piece_id: int, acteur: Acteur
) -> tuple[DossierAdhesion, PieceAdhesion]:
    dossier = verrouiller(dossier_id, acteur)
    return dossier, dossier.pieces.get(pk=piece_id)


def _decider(piece: PieceAdhesion, decision: str, motif: str, acteur: Acteur) -> None:
    piece.decision, piece.motif = decision, motif
    piece.decidee_par, piece.decidee_le = acteur.utilisateur, acteur.maintenant
    piece.save(update_fields=["decision", "motif", "decidee_par", "decidee_le"])


def _exiger_attendue(dossier: DossierAdhesion, genre: str, sha256: str) -> None:
    """Refuse a kind that is not awaited, a second paper of it, and the very one refused before."""
    if genre not in dossier.attendues:
        raise impossible("Ce dossier n’attend pas cette pièce.")
    siennes = dossier.pieces.filter(genre=genre)
    if siennes.exclude(decision=PieceAdhesion.Decision.REFUSEE).exists():
        raise impossible(
            f"La pièce « {genres()[genre].libelle} » est déjà reçue : refusez-la d’abord pour en "
            "déposer une autre."
        )
    if siennes.filter(document__sha256=sha256).exists():
        raise DemandeInvalide("fichier", "Ce fichier est celui qui a été refusé.")


def _garder(examen: documents.Examen, dossier: DossierAdhesion, acteur: Acteur) -> Document:
    try:
        return documents.garder(
            examen,
            auteur=acteur.utilisateur,
            gestionnaire_id=dossier.gestionnaire_id,
            caf_id=dossier.caf_id,
            le=acteur.maintenant,
        )
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None


def _jeton_libre(dossier: DossierAdhesion, jeton: UUID, acteur: Acteur) -> UUID:
    """Another token when the page found again by « back » holds one used: another file is another
    paper."""
    pris = dossier.pieces.filter(recue_par=acteur.utilisateur, jeton=jeton).exists()
    return uuid4() if pris else jeton
