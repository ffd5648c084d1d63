"""Files of a bilan as one person reads them."""

from collections.abc import Iterator

from django.urls import reverse

from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.pieces import lecteur_de_pieces
from portal.dossiers.models import PieceJointe
from portal.dossiers.presentation.pieces import (
    EnMots,
    PieceMontree,
    est_retiree_pour,
    montrer_piece,
    pieces_lisibles,
)


def fichiers_de(
    dossier: BilanOuvert, chemin: str = "", *, retirables: bool = False
) -> Iterator[PieceMontree]:
    """Files in force that this person reads, of one question or of all of them."""
    lecteur = lecteur_de_pieces(dossier)
    for piece in pieces_lisibles(dossier.bilan, lecteur):
        ici = piece.cle == chemin if chemin else bool(piece.cle)
        if ici and not est_retiree_pour(piece, lecteur):
            yield montrer_piece(piece, mots_de(dossier), lecteur, retirable=retirables)


def pieces_des_messages(dossier: BilanOuvert) -> list[PieceJointe]:
    """Papers sent with messages, that this person may read; one query."""
    return [p for p in pieces_lisibles(dossier.bilan, lecteur_de_pieces(dossier)) if p.message_id]


def mots_de(dossier: BilanOuvert) -> EnMots:
    """What a bilan says of its files: their pages, and the question that each answers."""

    def adresse(nom: str, piece: PieceJointe) -> str:
        return reverse(f"bilans:{nom}", args=[piece.dossier_id, piece.pk])

    def accompagne(piece: PieceJointe) -> str:
        place = dossier.emplacements.get(piece.cle)
        return f"Répond à : {place.libelle_complet}" if place else ""

    return EnMots(
        lambda piece: adresse("piece", piece),
        lambda piece: adresse("retirer_piece", piece),
        accompagne,
    )
