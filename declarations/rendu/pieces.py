"""Papers handed in with a version, as its page and its receipt list them."""

from django.urls import reverse

from declarations.models import PieceJointe
from declarations.regles.lecteurs import Lecteur
from declarations.rendu.modele import PieceRendue
from declarations.services.contenu import Contenu
from portal.socle.contenus import TYPES
from portal.socle.formats import poids


def rendre_pieces(contenu: Contenu, lecteur: Lecteur) -> tuple[tuple[PieceRendue, ...], int]:
    """Papers of a version that this reader may read, and how many others there are."""
    version, pieces = contenu.version, contenu.pieces
    lisibles = [p for p in pieces if p.est_lisible(lecteur.roles, lecteur.cote_caf)]
    noms = version.mentions.get("pieces", {})
    lues = (_lire(p, noms.get(str(p.pk)) or str(p.jointe_par)) for p in lisibles)
    return tuple(lues), len(pieces) - len(lisibles)


def _lire(piece: PieceJointe, par: str) -> PieceRendue:
    document = piece.document
    return PieceRendue(
        libelle=piece.libelle,
        fichier=f"{document.nom} – {TYPES[document.type].libelle}, {poids(document.taille)}",
        sha256=document.sha256,
        par=par,
        adresse=reverse("declarations:piece", args=[piece.declaration_id, piece.pk]),
    )
