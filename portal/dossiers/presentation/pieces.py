"""Papers of a file as one person reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.dossiers.models import Dossier, PieceJointe
from portal.dossiers.regles.pieces import LecteurDePieces
from portal.socle.documents import decrire_fichier
from portal.socle.requetes_ecrites import RequeteEcrite

_PIECES = RequeteEcrite(
    lambda dossier: PieceJointe.objects.filter(dossier=dossier).select_related(
        "document", "jointe_par", "retiree_par"
    )
)


@dataclass(frozen=True)
class PieceMontree:
    """A paper ready to show: what it is, whose, where to download it and to withdraw it.

    ``accompagne`` says what it goes with (« Justifie : … »), empty for the file itself.
    """

    libelle: str
    fichier: str
    accompagne: str
    cle: str
    qui: str
    le: datetime
    adresse: str
    retrait: str = ""
    retiree: str = ""
    retiree_le: datetime | None = None


@dataclass(frozen=True)
class EnMots:
    """What a kind of file says of its papers: their pages, and what each goes with."""

    adresse: Callable[[PieceJointe], str]
    retrait: Callable[[PieceJointe], str]
    accompagne: Callable[[PieceJointe], str]


def pieces_lisibles(dossier: Dossier, lecteur: LecteurDePieces) -> list[PieceJointe]:
    """Papers that this person may read, in the order they were joined; one query."""
    return [piece for piece in _PIECES.lire(dossier.pk) if piece.est_lisible(lecteur)]


def est_retiree_pour(piece: PieceJointe, lecteur: LecteurDePieces) -> bool:
    """Tell whether a paper is withdrawn for this side: the Caf learns it with what is sent."""
    if piece.retiree_version is None:
        return False
    return not lecteur.cote_caf or piece.cote_caf or piece.retiree_version <= lecteur.envoyees


def montrer_piece(
    piece: PieceJointe, mots: EnMots, lecteur: LecteurDePieces, retirable: bool = False
) -> PieceMontree:
    """Write a paper for one reader."""
    retiree = est_retiree_pour(piece, lecteur)
    return PieceMontree(
        libelle=piece.libelle,
        fichier=decrire_fichier(piece.document),
        accompagne=mots.accompagne(piece),
        cle=piece.cle,
        qui=str(piece.jointe_par),
        le=piece.jointe_le,
        adresse=mots.adresse(piece),
        retrait=mots.retrait(piece) if retirable else "",
        retiree=f"{piece.retiree_par} : {piece.retrait_motif}" if retiree else "",
        retiree_le=piece.retiree_le if retiree else None,
    )
