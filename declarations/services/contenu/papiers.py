"""Papers that the partner hands in with a version, and who reads those of a declaration."""

from collections.abc import Collection

from declarations.models import Version
from declarations.regles.etats import ActeurDossier
from declarations.regles.lecteurs import Lecteur
from portal.dossiers.models import PieceJointe
from portal.dossiers.regles.pieces import LecteurDePieces
from portal.socle.requetes_ecrites import RequeteEcrite

_PIECES = RequeteEcrite(
    lambda dossier, numero: PieceJointe.objects.de_la_version(dossier, numero).select_related(
        "document", "jointe_par"
    )
)


def pieces_de(version: Version) -> list[PieceJointe]:
    """Pieces that the partner hands in with a version, in the order they were joined."""
    return _PIECES.lire(version.declaration_id, version.numero)


def pieces_figees(version: Version) -> list[PieceJointe]:
    """The same for a version sent, read once for an object: what is verified is what is shown."""
    if version.pieces_lues is None:
        version.pieces_lues = pieces_de(version)
    return version.pieces_lues


def ecarter_les_sans_pieces(versions: Collection[Version]) -> None:
    """Ask once which of many files have papers: those of the others need not be asked for."""
    dossiers = [version.declaration_id for version in versions]
    jointes = PieceJointe.objects.du_dossier().filter(dossier__in=dossiers)
    avec = set(jointes.values_list("dossier", flat=True))
    for version in versions:
        if version.declaration_id not in avec:
            version.pieces_lues = []


def lecteur_de_pieces(version: Version, lecteur: Lecteur) -> LecteurDePieces:
    """Somebody who reads a declaration with this version at work, as a reader of its papers."""
    return LecteurDePieces(
        roles=lecteur.roles,
        cote_caf=lecteur.cote_caf,
        envoyees=version.derniere_envoyee,
        saisit=ActeurDossier.SAISIE_CAF in lecteur.roles,
    )
