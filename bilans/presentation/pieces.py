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
    page: BilanOuvert, chemin: str = "", *, retirables: bool = False
) -> Iterator[PieceMontree]:
    """Files in force that this person reads, of one question or of all of them."""
    lecteur = lecteur_de_pieces(page)
    for piece in pieces_lisibles(page.bilan, lecteur):
        ici = piece.cle == chemin if chemin else bool(piece.cle)
        if ici and not est_retiree_pour(piece, lecteur):
            yield montrer_piece(piece, _mots(page), lecteur, retirable=retirables)


def _mots(page: BilanOuvert) -> EnMots:
    def adresse(nom: str, piece: PieceJointe) -> str:
        return reverse(f"bilans:{nom}", args=[piece.dossier_id, piece.pk])

    def accompagne(piece: PieceJointe) -> str:
        place = page.emplacements.get(piece.cle)
        return f"Répond à : {place.libelle_complet}" if place else ""

    return EnMots(
        lambda piece: adresse("piece", piece),
        lambda piece: adresse("retirer_piece", piece),
        accompagne,
    )
