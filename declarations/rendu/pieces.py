"""Papers handed in with a version, as its page and its receipt list them."""

from django.urls import reverse

from declarations.regles.lecteurs import Lecteur
from declarations.rendu.modele import PieceRendue
from declarations.services.contenu import Contenu
from declarations.services.contenu.papiers import lecteur_de_pieces
from portal.dossiers.models import PieceJointe
from portal.socle.documents import decrire_fichier


def rendre_pieces(contenu: Contenu, lecteur: Lecteur) -> tuple[tuple[PieceRendue, ...], int]:
    """Papers of a version that this reader may read, and how many others there are."""
    version, pieces = contenu.version, contenu.pieces
    des_pieces = lecteur_de_pieces(version, lecteur)
    lisibles = [p for p in pieces if p.est_lisible(des_pieces)]
    noms = version.mentions.get("pieces", {})
    lues = (_lire(p, noms.get(str(p.pk)) or str(p.jointe_par)) for p in lisibles)
    return tuple(lues), len(pieces) - len(lisibles)


def _lire(piece: PieceJointe, par: str) -> PieceRendue:
    document = piece.document
    return PieceRendue(
        libelle=piece.libelle,
        fichier=decrire_fichier(document),
        sha256=document.sha256,
        par=par,
        adresse=reverse("declarations:piece", args=[piece.dossier_id, piece.pk]),
    )
