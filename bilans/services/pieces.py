"""Files that answer questions: who joins which; frozen with what is sent."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from bilans.regles.etats import ActeurBilan, Action
from bilans.regles.questionnaire import FICHIER
from bilans.services.bilan import BilanVerrouille, ouvrir
from bilans.services.bilan_ouvert import BilanOuvert
from habilitations.permissions import Acteur
from portal.dossiers.models import PieceJointe
from portal.dossiers.regles.pieces import LecteurDePieces
from portal.dossiers.services import pieces as communes
from portal.dossiers.services.pieces import Place
from portal.saisie.services.enregistrement import garder
from portal.socle.documents import sans_orphelin
from portal.socle.refus import MOMENT, ActionRefusee, DemandeInvalide, Refus, impossible


def joindre(
    bilan_id: int,
    *,
    acteur: Acteur,
    fichier: "UploadedFile[Any]",
    libelle: str,
    jeton: UUID,
    cle: str,
) -> PieceJointe:
    """Answer the question ``cle`` (its chemin) with one more file; its answer is their names.

    A second click, with the same ``jeton``, returns the file already joined. Raises ActionRefusee;
    DemandeInvalide: file refused, question that is not asked, same file twice.
    """
    depot = communes.recevoir(fichier, libelle, jeton)
    with sans_orphelin(), transaction.atomic():
        dossier = ouvrir(bilan_id, acteur)
        deja = communes.deja_jointe(dossier.bilan, depot, acteur.utilisateur)
        if deja:
            return deja
        dossier.exiger(Action.REPONDRE)
        _exiger_posee(dossier, cle)
        place = Place(version_de(dossier), cote_caf=False, cle=cle)
        piece = communes.joindre(dossier.bilan, depot, place, acteur=acteur)
        _repondre(dossier, cle)
        dossier.journaliser("piece_jointe", piece=piece.pk, document=depot.examen.sha256)
    return piece


@transaction.atomic
def retirer(bilan_id: int, piece_id: int, *, acteur: Acteur, motif: str) -> PieceJointe:
    """Withdraw a file, with a reason: it no longer answers its question.

    Raises PieceJointe.DoesNotExist, ActionRefusee, DemandeInvalide.
    """
    dossier = ouvrir(bilan_id, acteur)
    piece: PieceJointe = dossier.bilan.pieces.du_dossier().get(pk=piece_id)
    if not piece.est_lisible(lecteur_de_pieces(dossier)):
        raise PieceJointe.DoesNotExist
    dossier.exiger(Action.REPONDRE)
    if refus := refus_retirer(dossier, piece):
        raise ActionRefusee(refus)
    communes.retirer(piece, version=version_de(dossier), motif=motif, acteur=acteur)
    _repondre(dossier, piece.cle)
    dossier.journaliser("piece_retiree", piece=piece.pk)
    return piece


def refus_retirer(dossier: BilanOuvert, piece: PieceJointe) -> Refus | None:
    """Return why a file may not be withdrawn now, beyond the act of answering itself."""
    deja = communes.refus_deja_retiree(piece)
    if deja or dossier.est_a_completer(piece.cle):
        return deja
    return Refus(MOMENT, "La Caf ne demande pas de revenir sur cette réponse.")


def version_de(dossier: BilanOuvert) -> int:
    """The number that the next sending will bear."""
    return int(dossier.bilan.envois.count()) + 1


def lecteur_de_pieces(dossier: BilanOuvert) -> LecteurDePieces:
    """Who reads its files: the partner all of them, the Caf those that were sent."""
    return LecteurDePieces(
        dossier.acteurs,
        dossier.cote_caf,
        version_de(dossier) - 1,
        ActeurBilan.ACCOMPAGNANT in dossier.acteurs,
    )


def _exiger_posee(dossier: BilanVerrouille, chemin: str) -> None:
    place = dossier.emplacements.get(chemin)
    if place is None or place.champ.type != FICHIER:
        raise DemandeInvalide("fichier", "Cette question ne vous est pas posée en ce moment.")
    if not dossier.est_a_completer(chemin):
        raise impossible("La Caf ne demande pas de revenir sur cette réponse.")


def _repondre(dossier: BilanVerrouille, chemin: str) -> None:
    """The answer is what the files in force are called: conditions and recaps read it."""
    pieces = dossier.bilan.pieces.du_dossier().filter(cle=chemin, retiree_le=None)
    noms = ", ".join(pieces.order_by("pk").values_list("libelle", flat=True))
    dossier.feuille.poser(chemin, noms)
    garder(dossier.feuille, [chemin], dossier.acteur.utilisateur, dossier.maintenant)
    dossier.oublier()
    dossier.commencer()
